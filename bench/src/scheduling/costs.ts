import { Step } from '#load';

/** A figure of this benchmark. */
export interface Cost {
  readonly id: string;
  readonly title: string;
  /** The step that a method repeats; undefined: it is measured from the client. */
  readonly step?: Step | undefined;
  /** The goal of the project. */
  readonly atMost?: number | undefined;
  readonly unit: 'ns' | 'ratio';
}

/** In the order of the table. */
export const costs: readonly Cost[] = [
  ns('nodeAwaitNs', 'an await, in a client'),
  ns('taskAwaitNs', 'an await, in a method', Step.kAwait),
  ns('lockNs', 'CoMutex: lock() and unlock(), free', Step.kLock, 100),
  ns('addNs', 'subtask of numbers, awaited', Step.kAdd, 1500),
  ns('addLaterNs', 'the same by an asynchronous method', Step.kAddLater, 1500),
  ns('customNs', 'subtask with 64 bytes in, 74 out', Step.kCustom, 1500),
  ns('roundTripNs', 'round trip of numbers, one lane'),
  { id: 'hashedRatio', title: 'the same with a lane by hash, of that', atMost: 1.05, unit: 'ratio' },
];

function ns(id: string, title: string, step?: Step, atMost?: number): Cost {
  return { id, title, step, atMost, unit: 'ns' };
}
