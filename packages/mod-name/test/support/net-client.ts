import type { CallOptions, PreparedTask, Task } from '@chimaera/core';
import type { TaskType } from '@chimaera/core/codegen';
import * as modName from '@chimaera/mod-name';

/** A client whose tasks all take the way through their serializers (design D13). */
export class NetClient extends modName.Client {
  protected override call<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options?: CallOptions,
  ): Promise<R> {
    return super.call(type, input, { ...options, forceNet: true });
  }

  protected override callSync<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options?: CallOptions,
  ): R {
    return super.callSync(type, input, { ...options, forceNet: true });
  }

  protected override submit<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options?: CallOptions,
  ): T {
    return super.submit(type, input, { ...options, forceNet: true });
  }

  protected override prepare<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options?: CallOptions,
  ): PreparedTask<R> {
    return super.prepare(type, input, { ...options, forceNet: true });
  }
}
