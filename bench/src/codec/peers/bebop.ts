import { BebopView } from 'bebop';
import { A, B, C } from '../../autogen/payloads_bop.js';
import type { Codec } from '../contender.js';
import { bigPayloadA, bigPayloadB, owned, payloadOf, type PayloadC, type PayloadId } from '../payloads.js';

interface Struct<T> {
  encode(record: T): Uint8Array;
  encodeInto(record: T, view: BebopView): void;
  readFrom(view: BebopView): T;
}

/** Without the copies that `encode` and `decode` make: into the view that is kept, and out of it. */
export function bebopCodec(id: PayloadId): Codec {
  switch (id) {
    case 'A':
      return codecOf(A, bigPayloadA());
    case 'B':
      return codecOf(B, bigPayloadB());
    case 'C': {
      const { encode, decode } = codecOf<PayloadC>(C, payloadOf('C') as PayloadC);
      return { encode, decode: () => owned(decode() as PayloadC) };
    }
    case 'V':
      return { decode: codecOf(C, payloadOf('C') as PayloadC).decode };
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
