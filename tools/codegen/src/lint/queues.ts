/** Finds where a module names its queues. */
import type { CallExpression } from 'ts-morph';
import type { Node } from '../input/ts-morph.js';
import type { LintModule } from './lint-module.js';
import { calleeOf, callsIn } from './syntax.js';

const CALL = /^.+\.(createLocalQueue|getLane|getLaneByHash)$/;

export interface QueueCall {
  readonly call: CallExpression;
  readonly makes: boolean;
  /** The expression for the queue's id. */
  readonly id: Node;
}

/** Searches all sources, because helpers may have files of their own. */
export function queueCalls(module: LintModule): QueueCall[] {
  return module.sources.flatMap((source) =>
    callsIn(source).flatMap((call) => {
      const name = CALL.exec(calleeOf(call))?.[1];
      const id = call.getArguments()[0];
      if (name === undefined || id === undefined) return [];
      return [{ call, makes: name === 'createLocalQueue', id }];
    }),
  );
}
