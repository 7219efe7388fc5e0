import { expect, test } from '@jest/globals';
import { handCodec } from '../../src/codec/by-hand.js';
import { generatedCodecs } from '../../src/codec/generated.js';
import { payloadIds, payloadOf } from '../../src/codec/payloads.js';
import { msgpackrCodec } from '../../src/codec/peers.js';

test.each(payloadIds)('every codec gives back payload %s', async (id) => {
  const value = payloadOf(id);
  expect(handCodec(id).decode()).toEqual(value);
  const { inPlace, archive } = await generatedCodecs(id);
  inPlace.encode();
  archive.encode();
  archive.decode();
  expect(inPlace.decode()).toEqual({ ...value, returnCode: 0 });
  const unpacked = msgpackrCodec(id).decode() as object;
  expect(Object.keys(unpacked)).toEqual(Object.keys(value));
});
