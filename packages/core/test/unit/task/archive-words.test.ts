// Room for words that generated code writes and reads itself.
import { describe, expect, test } from '@jest/globals';
import { Reader } from '../../../src/task/reader.js';
import { Writer } from '../../../src/task/writer.js';

const BAD_TASK = expect.objectContaining({ code: 'BAD_TASK' });

/** Words in front, some, aligned ones; whether one is left out between the last two. */
const SHAPES = [
  [0, 1, 2, true],
  [1, 1, 2, false],
  [0, 2, 3, false],
  [1, 2, 3, true],
  [0, 0, 2, false],
  [1, 0, 2, true],
  [0, 3, 0, false],
  [1, 3, 0, false],
] as const;

describe.each(SHAPES)('D behind %i words, %i and %i aligned ones', (front, some, aligned, hasGap) => {
  const bytes = 4 * (front + some + aligned + (hasGap ? 1 : 0));

  function written(): Writer {
    const writer = Writer.growing();
    writer.views.u32.fill(0xdead_beef);
    for (let i = 0; i < front; i++) writer.u32(i);
    const at = writer.words(some, aligned);
    expect(at).toBe(front);
    writer.views.u32.fill(7, at, at + some);
    const on = (at + some + 1) & ~1;
    writer.views.u32.fill(9, on, on + aligned);
    return writer;
  }

  test('take exactly the bytes they need, without stale bytes among them', () => {
    const archive = written().bytesWritten();
    expect(archive.length).toBe(bytes);
    expect(Buffer.from(archive).includes('deadbeef', 'hex')).toBe(false);
    expect(Buffer.from(archive).includes('efbeadde', 'hex')).toBe(false);
  });

  test('are read from where they were written, and never past the end', () => {
    const archive = written().bytesWritten();
    for (let length = 0; length <= bytes; length++) {
      const reader = Reader.of(archive.subarray(0, length));
      const read = (): number => {
        for (let i = 0; i < front; i++) reader.u32();
        return reader.words(some, aligned);
      };
      if (length < bytes) expect(read).toThrow(BAD_TASK);
      else expect(read()).toBe(front);
      if (length === bytes) expect(reader.isAtEnd).toBe(true);
    }
  });
});

test('a growing writer makes room for them', () => {
  const writer = Writer.growing();
  const before = writer.views;
  const at = writer.words(1000, 1000);
  expect(writer.views).not.toBe(before);
  expect(writer.views.u32.length).toBeGreaterThanOrEqual(at + 2000);
  expect(() => Writer.fixed(before).reset(before, 0, 16).words(1, 4)).toThrow(
    expect.objectContaining({ code: 'OUT_OF_MEMORY' }),
  );
});
