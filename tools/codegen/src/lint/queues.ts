/** Where a module names its queues. */
import type { LintModule } from './lint-module.js';
import type { Node } from '../input/ts-morph.js';
import { calleeOf, callsIn, type Member } from './syntax.js';

const CALL = /^(this|container)\.(createLocalQueue|getLane|getLaneByHash)$/;

export interface QueueCall {
  readonly makes: boolean;
  /** The queue's id as it is written. */
  readonly id: Node;
  readonly member: Member;
}

export function queueCalls(module: LintModule): QueueCall[] {
  return module.members.flatMap((member) =>
    callsIn(member.body).flatMap((call) => {
      const name = CALL.exec(calleeOf(call))?.[2];
      const id = call.getArguments()[0];
      if (name === undefined || id === undefined) return [];
      return [{ makes: name === 'createLocalQueue', id, member }];
    }),
  );
}
