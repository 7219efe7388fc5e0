import { expect, test } from '@jest/globals';
import { within } from '../wait.js';
import type { Fixture } from './fixture.js';

const MiB = 2 ** 20;

function countsUp(bytes: Uint8Array): boolean {
  return bytes.every((byte, i) => byte === i % 256);
}

/** Outputs that do not fit in the block of their task. */
export function largeOutputs(fixture: () => Fixture): void {
  test.each([0, 1, 96, 97, 100_000, MiB, 8 * MiB])('outputs of %i bytes arrive whole', async (size) => {
    const { mod } = fixture();
    const { data } = await mod.largeOutput({ size });
    expect(data).toHaveLength(size);
    expect(countsUp(data)).toBe(true);
    expect(countsUp(mod.largeOutputSync({ size }).data)).toBe(true);
  });

  test('several large outputs arrive concurrently', async () => {
    const { mod, sharded } = fixture();
    const sizes = [MiB, 3, 2 * MiB, 70_000, MiB, 65_536, 0, 500_000];
    const results = await within(
      Promise.all(sizes.map((size, i) => (i % 2 === 0 ? mod : sharded).largeOutput({ size }))),
      'several large outputs',
    );
    expect(results.map(({ data }) => data.length)).toEqual(sizes);
    expect(results.every(({ data }) => countsUp(data))).toBe(true);
  });

  test('more large outputs in a row than the segment could hold at once', async () => {
    const { mod } = fixture();
    for (let i = 0; i < 24; i++) {
      using task = mod.asyncLargeOutput({ size: 3 * MiB });
      await task.wait();
      expect({ i, error: task.errorMessage, length: task.data.length }).toEqual({
        i,
        error: '',
        length: 3 * MiB,
      });
    }
  });

  test('recurring outputs of up to 4 KiB lie in the blocks of their tasks', async () => {
    const { mod } = fixture();
    /** The segment in which an output lies. */
    const segmentOf = async (size: number): Promise<ArrayBufferLike> => {
      using task = mod.asyncLargeOutput({ size });
      await task.wait();
      expect(countsUp(task.data)).toBe(true);
      return task.data.buffer;
    };
    const near = await segmentOf(16);
    for (let i = 0; i < 40; i++) await mod.largeOutput({ size: 4000 });
    expect(await segmentOf(4000)).toBe(near);
    expect(await segmentOf(10_000)).not.toBe(near);
  });

  test('handles disposed of early release all their memory', async () => {
    const { mod } = fixture();
    for (let i = 0; i < 24; i++) {
      mod.asyncLargeOutput({ size: 3 * MiB }).dispose();
      // In the same lane, so that it ends after the abandoned one.
      await mod.largeOutput({ size: 1 });
    }
    expect((await mod.largeOutput({ size: 12 * MiB })).data).toHaveLength(12 * MiB);
  });
}
