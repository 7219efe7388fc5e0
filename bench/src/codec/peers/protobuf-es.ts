import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { ASchema, BSchema, CSchema } from '../../autogen/payloads_pb.js';
import type { Codec } from '../contender.js';
import { bigPayloadA, bigPayloadB, payloadOf, type PayloadC, type PlainId } from '../payloads.js';

/** Messages are created beforehand; u64 are bigints, maps are plain objects, bytes are a view of the input. */
export function protobufEsCodec(id: PlainId): Required<Codec> {
  switch (id) {
    case 'A':
      return codecOf(ASchema, bigPayloadA());
    case 'B':
      return codecOf(BSchema, bigPayloadB());
    case 'C': {
      const { name, data, counts } = payloadOf('C') as PayloadC;
      return codecOf(CSchema, { name, data, counts: Object.fromEntries(counts) });
    }
  }
}

function codecOf<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Required<Codec> {
  const message = create(schema, init);
  const bytes = toBinary(schema, message);
  return { encode: () => void toBinary(schema, message), decode: () => fromBinary(schema, bytes) };
}
