/** One contender on one payload, in a process of its own: equal code would share the engine's type feedback. */
import type { Codec } from './contender.js';
import { handCodec } from './by-hand.js';
import { generatedCodecs } from './generated.js';
import { type PayloadId } from './payloads.js';
import { jsonCodec, msgpackrCodec } from './peers.js';

export const contenders: Readonly<Record<string, (id: PayloadId) => Codec | Promise<Codec>>> = {
  'saveIn, loadIn': async (id) => (await generatedCodecs(id)).archive,
  'fields in place': async (id) => (await generatedCodecs(id)).inPlace,
  'by hand, no checks': handCodec,
  'msgpackr, records': msgpackrCodec,
  JSON: jsonCodec,
};

export interface Reading {
  readonly encodeNs: number;
  readonly decodeNs: number;
}

const ROUNDS = 9;

/** Median of rounds; the first ones warm up. */
export function measure(codec: Codec, roundMs: number): Reading {
  return { encodeNs: timeOf(() => codec.encode(), roundMs), decodeNs: timeOf(() => codec.decode(), roundMs) };
}

function timeOf(run: () => unknown, roundMs: number): number {
  const perRound: number[] = [];
  let calls = 64;
  let kept: unknown;
  for (let round = 0; round < ROUNDS + 3; round++) {
    const began = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) kept = run();
    const ns = Number(process.hrtime.bigint() - began);
    if (round >= 3) perRound.push(ns / calls);
    calls = Math.max(64, Math.ceil((calls * roundMs * 1e6) / ns));
  }
  if (kept === Symbol.for('nothing')) throw new Error('the result is used, so that nothing is left out');
  return perRound.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

const [, , contender, payload, roundMs] = process.argv;
if (process.send !== undefined) {
  const codec = await contenders[contender!]!(payload as PayloadId);
  process.send(measure(codec, Number(roundMs)));
}
