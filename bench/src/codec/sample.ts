/** One contender on one payload, in a process of its own: equal code would share the engine's type feedback. */
import type { Codec } from './contender.js';
import { contenders } from './contenders.js';
import type { PayloadId } from './payloads.js';

export interface Reading {
  readonly encodeNs?: number;
  readonly decodeNs: number;
}

const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;

/** What allocates 64 KiB a call is measured once the collector has found its rhythm, which takes it some hundred milliseconds. */
const LARGE_ROUNDS: Partial<Record<PayloadId, number>> = { C: 4 };

/** Median of rounds; the first ones warm up. */
export function measure({ encode, decode }: Codec, roundMs: number): Reading {
  const encodeNs = encode === undefined ? undefined : timeOf(encode, roundMs);
  return { encodeNs, decodeNs: timeOf(decode, roundMs) };
}

function timeOf(run: () => unknown, roundMs: number): number {
  const perRound: number[] = [];
  let calls = 64;
  let kept: unknown;
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    const began = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) kept = run();
    const ns = Number(process.hrtime.bigint() - began);
    if (round >= WARM_UP_ROUNDS) perRound.push(ns / calls);
    calls = Math.max(64, Math.ceil((calls * roundMs * 1e6) / ns));
  }
  if (kept === Symbol.for('nothing')) throw new Error('the result is used, so that nothing is left out');
  return perRound.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

const [, , contender, payload, path, roundMs] = process.argv;
if (process.send !== undefined && path !== undefined) {
  const id = payload as PayloadId;
  const codec = await contenders[contender!]!(path)(id);
  process.send(codec === undefined ? null : measure(codec, Number(roundMs) * (LARGE_ROUNDS[id] ?? 1)));
}
