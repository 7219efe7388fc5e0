import { BebopView } from 'bebop';
import { A, B, C } from '../../autogen/payloads_bop.js';
import type { Codec } from '../contender.js';
import { bigPayloadA, bigPayloadB, payloadOf, type PayloadC, type PlainId } from '../payloads.js';

interface Struct<T> {
  encode(record: T): Uint8Array;
  encodeInto(record: T, view: BebopView): void;
  readFrom(view: BebopView): T;
}

/** Without the copies that `encode` and `decode` make: into the reused view, and out of it. */
export function bebopCodec(id: PlainId): Required<Codec> {
  switch (id) {
    case 'A':
      return codecOf(A, bigPayloadA());
    case 'B':
      return codecOf(B, bigPayloadB());
    case 'C':
      return codecOf(C, payloadOf('C') as PayloadC);
  }
}

function codecOf<T>(struct: Struct<T>, value: T): Required<Codec> {
  const view = BebopView.getInstance();
  const bytes = struct.encode(value).slice();
  return {
    encode() {
      view.startWriting();
      struct.encodeInto(value, view);
    },
    decode() {
      view.startReading(bytes);
      return struct.readFrom(view);
    },
  };
}
