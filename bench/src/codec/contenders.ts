/** The contenders by name, in the order of the table. `path` is where the generated tasks are. */
import { allocating, viewing } from './byte-endings.js';
import { handCodec } from './by-hand.js';
import { checkedHandCodec } from './by-hand-checked.js';
import type { Contender } from './contender.js';
import { bigintCodecs, generatedCodecs } from './generated.js';
import { avscCodec } from './peers/avsc.js';
import { bebopCodec } from './peers/bebop.js';
import { compactEncodingCodec } from './peers/compact-encoding.js';
import { flatbuffersCodec } from './peers/flatbuffers.js';
import { jsonCodec } from './peers/json.js';
import { msgpackrCodec } from './peers/msgpackr.js';
import { protobufEsCodec } from './peers/protobuf-es.js';
import { v8Codec } from './peers/v8.js';

export const contenders: Readonly<Record<string, (path: string) => Contender>> = {
  'fields in place': (path) => async (id) => (await generatedCodecs(path, id)).inPlace,
  'fields in place, u64 as bigint': (path) => async (id) =>
    id === 'A' || id === 'B' ? (await bigintCodecs(path, id)).inPlace : undefined,
  'saveIn, loadIn': (path) => async (id) => (await generatedCodecs(path, id)).archive,
  'both, from object to archive': (path) => async (id) => (await generatedCodecs(path, id)).wholeWay,
  'by hand, checked': () => viewing(checkedHandCodec),
  'by hand, no checks': () => viewing(handCodec),
  avsc: () => allocating(avscCodec),
  'bebop, u64 as bigint': () => viewing(bebopCodec),
  'compact-encoding': () => viewing(compactEncodingCodec),
  'flatbuffers, u64 as bigint': () => viewing(flatbuffersCodec),
  'msgpackr, records': () => viewing(msgpackrCodec),
  'protobuf-es, u64 as bigint': () => viewing(protobufEsCodec),
  'v8.serialize': () => viewing(v8Codec),
  JSON: () => allocating(jsonCodec),
};
