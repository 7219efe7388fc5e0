import { constants } from 'node:os';
import { expect, test } from '@jest/globals';
import { TransferQueue } from '../../../src/devices/transfer-queue.js';
import { WholeTransfer } from '../../../src/devices/whole-transfer.js';
import { type IoEngine, IoKind, type IoRequest } from '../../../src/engine/io-engine.js';

const { EAGAIN, EINTR, ENOSPC, EIO } = constants.errno;

/** Answers each attempt with the next of the results, and keeps what it was asked for. */
class ScriptedEngine implements IoEngine {
  readonly name = 'node:fs';
  readonly needsAddress = false;
  readonly asked: [offset: number, bytes: number][] = [];
  readonly pending: IoRequest[] = [];

  constructor(private readonly results: number[] = []) {}

  begin(request: IoRequest): void {
    this.asked.push([request.offset, request.view.byteLength]);
    const result = this.results.shift();
    if (result === undefined) this.pending.push(request);
    else setImmediate(() => request.ended(result));
  }
}

function run(engine: IoEngine, kind: IoKind = IoKind.kWrite): WholeTransfer {
  return WholeTransfer.run(new TransferQueue(engine, 8), kind, 0, 1000, new Uint8Array(100));
}

test('continues a short transfer from where it stopped', async () => {
  const engine = new ScriptedEngine([40, 40, 20]);
  expect(await run(engine)).toBe(100);
  expect(engine.asked).toEqual([
    [1000, 100],
    [1040, 60],
    [1080, 20],
  ]);
});

test('retries an interrupted transfer', async () => {
  const engine = new ScriptedEngine([-EINTR, 40, -EAGAIN, 60]);
  expect(await run(engine)).toBe(100);
  expect(engine.asked).toHaveLength(4);
});

test.each([
  [[-EIO], IoKind.kRead, 'EIO', 0, 'read of 100 bytes at offset 1000 failed with EIO after 0 bytes'],
  [
    [30, -ENOSPC],
    IoKind.kWrite,
    'ENOSPC',
    30,
    'write of 100 bytes at offset 1000 failed with ENOSPC after 30 bytes',
  ],
  [
    [30, 0],
    IoKind.kRead,
    'end of file',
    30,
    'read of 100 bytes at offset 1000 failed with end of file after 30 bytes',
  ],
  [[-EIO], IoKind.kSync, 'EIO', 0, 'flush failed with EIO'],
])(
  'after %p it fails with the errno and the number of bytes moved',
  async (results, kind, errno, bytesDone, message) => {
    await expect(run(new ScriptedEngine(results), kind)).rejects.toMatchObject({
      code: 'IO_ERROR',
      returnCode: 14,
      errno,
      bytesDone,
      message,
    });
  },
);

test('hands at most `depth` transfers to the engine and the others in order', async () => {
  const engine = new ScriptedEngine();
  const queue = new TransferQueue(engine, 2);
  const ends: number[] = [];
  const all = [1, 2, 3, 4].map((i) =>
    WholeTransfer.run(queue, IoKind.kRead, 0, i, new Uint8Array(8)).then(() => ends.push(i)),
  );
  expect(engine.pending.map(({ offset }) => offset)).toEqual([1, 2]);
  engine.pending.shift()?.ended(8);
  expect(engine.pending.map(({ offset }) => offset)).toEqual([2, 3]);
  while (engine.pending.length > 0) engine.pending.shift()?.ended(8);
  await Promise.all(all);
  expect(ends).toEqual([1, 2, 3, 4]);
  expect(queue.depthReached).toBe(2);
});

test('a failed transfer makes room for the next as well', async () => {
  const engine = new ScriptedEngine([-EIO, 100]);
  const queue = new TransferQueue(engine, 1);
  const outcomes = await Promise.allSettled([
    WholeTransfer.run(queue, IoKind.kRead, 0, 0, new Uint8Array(100)),
    WholeTransfer.run(queue, IoKind.kRead, 0, 0, new Uint8Array(100)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
