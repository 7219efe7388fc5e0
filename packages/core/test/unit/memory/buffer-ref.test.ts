import { expect, jest, test } from '@jest/globals';
import { BufferRef, ChiBuffer } from '../../../src/memory/buffer-ref.js';
import { testMemory } from '../support/test-memory.js';

const { clientData } = testMemory();

test('the bytes are the shared memory itself, and the same view each time', () => {
  const ref = new BufferRef(clientData, 128, 16, 1);
  expect(ref.bytes).toHaveLength(16);
  ref.bytes[3] = 77;
  expect(clientData.u8[131]).toBe(77);
  clientData.u8[132] = 78;
  expect(ref.bytes[4]).toBe(78);
  expect(ref.bytes).toBe(ref.bytes);
  expect(ref.bytes.buffer).toBe(clientData.u8.buffer);
});

test('a buffer returns its memory once, however often it is freed', () => {
  const release = jest.fn();
  {
    using buffer = new ChiBuffer(clientData, 0, 8, 1, release);
    expect(buffer.isFreed).toBe(false);
    buffer.free();
    buffer.free();
    expect(buffer.isFreed).toBe(true);
  }
  expect(release).toHaveBeenCalledTimes(1);
});

test('`using` returns the memory', () => {
  const release = jest.fn();
  {
    using _buffer = new ChiBuffer(clientData, 0, 8, 1, release);
    expect(release).not.toHaveBeenCalled();
  }
  expect(release).toHaveBeenCalledTimes(1);
});
