import { describe, expect, test } from '@jest/globals';
import { CHUNK_BYTES, layOut } from '../../src/demo/transfer.js';

const block = (offset: number, size: number) => ({ offset, size, blockType: 1 });

describe('layOut', () => {
  test('covers the file exactly, in order, with no piece larger than a buffer or its block', () => {
    const fileBytes = 5 * CHUNK_BYTES + 123;
    const blocks = [
      block(0, CHUNK_BYTES),
      block(8 * CHUNK_BYTES, 3 * CHUNK_BYTES),
      block(CHUNK_BYTES, 2 * CHUNK_BYTES),
    ];
    const pieces = layOut(fileBytes, blocks);
    let at = 0;
    for (const piece of pieces) {
      expect(piece.at).toBe(at);
      expect(piece.bytes).toBeLessThanOrEqual(Math.min(CHUNK_BYTES, piece.block.size));
      const home = blocks.find(
        ({ offset, size }) => piece.block.offset >= offset && piece.block.offset < offset + size,
      );
      expect(piece.block.offset + piece.block.size).toBe(home!.offset + home!.size);
      at += piece.bytes;
    }
    expect(at).toBe(fileBytes);
    expect(pieces.at(-1)).toMatchObject({ bytes: 123 });
  });

  test('leaves blocks beyond the end of the file alone', () => {
    expect(layOut(10, [block(0, 4096), block(4096, 4096)])).toHaveLength(1);
  });

  test('refuses blocks that are too small for the file', () => {
    expect(() => layOut(5000, [block(0, 4096)])).toThrow('blocks for 4096 of 5000 bytes');
  });
});
