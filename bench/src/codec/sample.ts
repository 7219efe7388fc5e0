/**
 * One contender with one payload, in a separate process, because code that is shared would share the engine's type
 * feedback. It runs on request, for a few milliseconds, so that all contenders' turns come close to one another.
 */
import type { Codec } from './contender.js';
import { contenders } from './contenders.js';
import type { PayloadId } from './payloads.js';
import { timer } from './timer.js';

/** A request of the parent: run one direction for about this long. */
export interface Turn {
  readonly direction: keyof Codec;
  readonly ms: number;
}

/** The answers to the parent: first the available directions, then nanoseconds per call, a number for each turn. */
export type Answer = readonly (keyof Codec)[] | number;

const [, , contender, payload, path] = process.argv;
if (process.send !== undefined && path !== undefined) {
  const codec = (await contenders[contender!]!(path)(payload as PayloadId)) ?? {};
  const timers = new Map(
    (['encode', 'decode'] as const).flatMap((direction) => {
      const run = codec[direction];
      return run === undefined ? [] : [[direction, timer(run)] as const];
    }),
  );
  const answer = (value: Answer): boolean => process.send!(value);
  process.on('message', ({ direction, ms }: Turn) => answer(timers.get(direction)!(ms)));
  answer([...timers.keys()]);
}
