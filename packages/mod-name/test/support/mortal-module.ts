import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chi, PoolId, PoolQuery } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { Writer } from '../../../core/dist/task/writer.js';
import { createParamsType } from '../../dist/autogen/tasks.js';

const KEY = 'chimaera_MORTAL';

/** The module's code. It is not compiled, so that a test can write it where a runtime finds it. */
const RUNTIME = `
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chiTask } from '@core/module';
import { PoolQuery } from '@core';
import { CreateParams as Params } from '@mod/tasks.js';
import { Runtime as Base } from '@mod/runtime.js';

class CreateParams extends Params {
  static chimodLibName = '${KEY}';
}

class Runtime extends Base {
  static CreateParams = CreateParams;

  create(task, rctx) {
    super.create(task, rctx);
    this.book = task.getParams().configData;
    if (existsSync(this.book + '.gate')) return this.waitAtGate();
  }

  async waitAtGate() {
    appendFileSync(this.book, 'at the gate\\n');
    while (existsSync(this.book + '.gate')) {
      await sleep(5);
      if (!existsSync(this.book + '.death')) continue;
      rmSync(this.book + '.death');
      process.exit(4);
    }
    if (existsSync(this.book + '.fault')) throw new Error(readFileSync(this.book + '.fault', 'utf8'));
  }

  destroy() {
    this.note('destroyed');
  }

  note(text) {
    appendFileSync(this.book, text + '\\n');
  }

  custom(task, rctx) {
    const [word, ...rest] = task.data.split(':');
    switch (word) {
      case 'note':
        this.note(rest.join(':'));
        break;
      case 'exit':
        process.exit(3);
      case 'throw':
        setTimeout(() => { throw new Error('on purpose'); });
        break;
      case 'reject':
        void Promise.reject(new Error('forgotten on purpose'));
        break;
      case 'hold':
        return rctx.yield(600_000_000);
      case 'ask':
        return this.ask(task, Number(rest[0]), rest.slice(1).join(':'));
    }
    task.data = word + ' done by ' + rctx.workerId;
  }

  /** What is done inside of the lock is to yield. */
  async coRwLockTest(task, rctx) {
    const name = (task.isWriter ? 'writer ' : 'reader ') + task.testId;
    const inside = async (us) => {
      this.note('in ' + name);
      try {
        await rctx.yield(us);
      } finally {
        this.note('out ' + name);
      }
    };
    await super.coRwLockTest(task, { yield: inside });
  }

  async ask(task, container, data) {
    const query = PoolQuery.directId(container);
    const answer = await this.client.custom({ data, operationId: task.operationId }, { query });
    task.data = answer.data;
  }
}
export default chiTask(Runtime);
`;

const LIB_EXEC = `
import { libExec as base } from '@mod/autogen/lib_exec.js';
export const libExec = { ...base, moduleName: 'MORTAL', key: '${KEY}' };
`;

/**
 * A module whose tasks say what is to become of their worker: \`exit\` ends the thread at once, \`throw\` and
 * \`reject\` after the method has returned, \`hold\` goes on for ever, \`ask:CONTAINER:TASK\` is a task inside a task,
 * and \`note:TEXT\` appends a line to the pool's book, a file that outlives threads. Its containers are made at once,
 * or when the test opens a gate.
 */
export class MortalModule {
  readonly repository: string;
  private readonly book: string;

  constructor(root: string) {
    this.repository = join(root, 'mortal');
    this.book = join(root, 'book');
    const dist = join(this.repository, 'dist');
    mkdirSync(join(dist, 'autogen'), { recursive: true });
    writeFileSync(join(this.repository, 'chimaera_mod.yaml'), 'module_name: MORTAL\nnamespace: chimaera\n');
    writeFileSync(join(this.repository, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(dist, 'runtime.js'), withPaths(RUNTIME));
    writeFileSync(join(dist, 'autogen', 'lib_exec.js'), withPaths(LIB_EXEC));
    writeFileSync(this.book, '');
  }

  /** Lines of the book. */
  notes(): string[] {
    return readFileSync(this.book, 'utf8').split('\n').slice(0, -1);
  }

  /** From now on containers are not created until `openGate`. */
  closeGate(): void {
    writeFileSync(`${this.book}.gate`, '');
  }

  /** The worker that waits at the gate dies; the next one waits there. */
  killNext(): void {
    writeFileSync(`${this.book}.death`, '');
  }

  /** Containers are created, or with a fault cannot be. */
  openGate(fault?: string): void {
    if (fault === undefined) rmSync(`${this.book}.fault`, { force: true });
    else writeFileSync(`${this.book}.fault`, fault);
    rmSync(`${this.book}.gate`, { force: true });
  }

  /** Creates a pool of it; container i is on worker i. */
  async createPool(chi: Chi, id: string, containers: number): Promise<modName.Client> {
    const params = Writer.growing();
    const configured = Object.assign(createParamsType.create() as object, { configData: this.book });
    createParamsType.encode(configured as never, params);
    await chi.admin.getOrCreatePool({
      chimodName: KEY,
      poolName: 'mortal',
      chimodParams: params.bytesWritten(),
      domainFlags: 0,
      containers,
      newPoolId: PoolId.parse(id),
    });
    return new modName.Client(chi, PoolId.parse(id));
  }
}

export const at = (container: number): { readonly query: PoolQuery } => ({
  query: PoolQuery.directId(container),
});

function withPaths(source: string): string {
  const place = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  return source
    .replaceAll("'@core/module'", `'${place('../core/dist/doors/module.js')}'`)
    .replaceAll("'@core'", `'${place('../core/dist/doors/index.js')}'`)
    .replaceAll("'@mod/", `'${place('dist')}/`);
}
