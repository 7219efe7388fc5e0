import { expect, test } from '@jest/globals';
import { failureOf, within } from '../wait.js';
import type { Fixture } from './fixture.js';

const MiB = 2 ** 20;

/** What was used comes back, so that it can be used again. */
export function memoryComesBack(fixture: () => Fixture): void {
  test('buffers: the whole segment can be allocated repeatedly', () => {
    const { chi } = fixture();
    for (let round = 0; round < 4; round++) {
      const buffers = Array.from({ length: 14 }, () => chi.allocateBuffer(MiB));
      expect(() => chi.allocateBuffer(4 * MiB)).toThrow(expect.objectContaining({ code: 'OUT_OF_MEMORY' }));
      for (const buffer of buffers) buffer.free();
      const whole = chi.allocateBuffer(14 * MiB);
      whole.free();
      whole.free();
      const small = Array.from({ length: 2000 }, () => chi.allocateBuffer(4096));
      for (const buffer of small) buffer.free();
    }
  });

  test('a freed buffer no longer shows its bytes', () => {
    const buffer = fixture().chi.allocateBuffer(100);
    expect(buffer.bytes.length).toBe(100);
    buffer.free();
    expect(() => buffer.bytes).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });

  test.each([0, -1, 1.5, NaN, 2 ** 40])('a buffer of %p bytes is an error', (byteLength) => {
    const code = byteLength === 2 ** 40 ? 'OUT_OF_MEMORY' : 'INVALID_ARGUMENT';
    expect(() => fixture().chi.allocateBuffer(byteLength)).toThrow(expect.objectContaining({ code }));
  });

  test("tasks: inputs beyond the segment's size wait for their turn", async () => {
    const { mod, net } = fixture();
    // A serialised task is there twice, and its copy does not wait.
    const data = 'x'.repeat(net === true ? 10_000 : 100_000);
    const results = await within(
      Promise.all(Array.from({ length: 300 }, (_, i) => mod.custom({ data, operationId: i }))),
      '30 MB of inputs in a segment of 16 MiB',
      30_000,
    );
    expect(results.every((result) => result.data.length === data.length + '_processed'.length)).toBe(true);
  });

  test('tasks: open handles fill the memory, and disposing of them frees all of it', async () => {
    const { mod, chi, net } = fixture();
    const data = 'x'.repeat(50_000);
    const fill = async (): Promise<number> => {
      const handles = [];
      try {
        for (;;) handles.push(mod.asyncCustom({ data, operationId: 1 }));
      } catch (error) {
        expect(error).toMatchObject({ code: 'OUT_OF_MEMORY' });
      }
      await Promise.all(handles.map((handle) => handle.wait({ timeoutMs: 10_000 })));
      for (const handle of handles) handle.dispose();
      await chi.admin.flush();
      return handles.length;
    };
    const first = await fill();
    expect(first).toBeGreaterThan(50);
    // Copies of serialised tasks compete for the same segment, so that how many fit varies.
    const least = net === true ? first * 0.5 : first;
    for (let i = 0; i < 3; i++) expect(await fill()).toBeGreaterThanOrEqual(least);
    expect(await mod.custom({ data, operationId: 1 })).toMatchObject({ returnCode: 0 });
  });

  test('tasks: a call that waits for memory gets it from a disposed handle, and keeps its own limits', async () => {
    const { mod, net } = fixture();
    if (net === true) return; // where the copy finds no memory, the task fails, and its memory is there again
    // Something is always under way, so that memory may still come.
    using busy = mod.asyncCustom({ data: 'b', operationId: 1 }, { periodMs: 5 });
    const data = 'x'.repeat(50_000);
    const handles = [];
    try {
      for (;;) handles.push(mod.asyncCustom({ data, operationId: 1 }));
    } catch (error) {
      expect(error).toMatchObject({ code: 'OUT_OF_MEMORY' });
    }
    await Promise.all(handles.map((handle) => handle.wait({ timeoutMs: 10_000 })));
    const controller = new AbortController();
    const calls = [
      mod.custom({ data, operationId: 1 }, { timeoutMs: 20 }),
      mod.custom({ data, operationId: 1 }, { signal: controller.signal }),
      mod.custom({ data, operationId: 1 }, { timeoutMs: 20_000 }),
    ];
    const outcomes = Promise.allSettled(calls);
    expect(await failureOf(within(calls[0]!, 'its timeout'))).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('was not sent'),
    });
    controller.abort();
    expect(await failureOf(within(calls[1]!, 'its end'))).toMatchObject({ code: 'CANCELLED' });
    for (const handle of handles) handle.dispose();
    expect(await within(calls[2]!, 'memory')).toMatchObject({ returnCode: 0 });
    await outcomes;
    busy.stop();
    await busy.wait();
  });
}
