import { open, type FileHandle } from 'node:fs/promises';
import { BdevType, Client } from '@chimaera/bdev';
import { PoolId, type ChiBuffer, type Connection } from '@chimaera/core';
import type { DeviceResult, FileResult } from './result.js';
import type { Progress } from './progress.js';
import { CHUNK_BYTES, hashFile, hashPieces, layOut, readPieces, writePieces } from './transfer.js';

/** Number of transfers under way at once. */
const BUFFERS = 8;
const ALIGNMENT_BYTES = 4096;

export interface FileStageOptions {
  readonly chi: Connection;
  readonly path: string;
  /** Path of the file that the file device creates. */
  readonly devicePath: string;
  readonly progress: Progress;
}

/** Stores the file on both devices, reads it back from them, and compares what came back. */
export async function runFileStage({
  chi,
  path,
  devicePath,
  progress,
}: FileStageOptions): Promise<FileResult> {
  const source = await open(path);
  const buffers = Array.from({ length: BUFFERS }, () => chi.allocateBuffer(CHUNK_BYTES));
  try {
    const { size: bytes } = await source.stat();
    const step = progress.begin(`SHA-256 of ${path}`, bytes, 'B');
    const sha256 = await hashFile(source, bytes, step.advance);
    const common = { chi, source, buffers, bytes, sha256, progress };
    return {
      path,
      bytes,
      sha256,
      fileDevice: await tryDevice({
        ...common,
        title: 'file device',
        name: devicePath,
        bdevType: BdevType.kFile,
      }),
      ramDevice: await tryDevice({
        ...common,
        title: 'RAM device',
        name: 'demo-ram',
        bdevType: BdevType.kRam,
      }),
    };
  } finally {
    for (const buffer of buffers) buffer.free();
    await source.close();
  }
}

interface DeviceOptions {
  readonly chi: Connection;
  readonly source: FileHandle;
  readonly buffers: readonly ChiBuffer[];
  readonly bytes: number;
  readonly sha256: string;
  readonly progress: Progress;
  readonly title: string;
  /** The pool's name; for a file device its path. */
  readonly name: string;
  readonly bdevType: BdevType;
}

async function tryDevice(options: DeviceOptions): Promise<DeviceResult> {
  const { chi, source, buffers, bytes, progress, title, name, bdevType } = options;
  const dev = new Client(chi, PoolId.null);
  const totalSize = Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  await dev.create({ poolName: name, params: { bdevType, totalSize, ioDepth: BUFFERS } });
  const { blocks } = await dev.allocateBlocks({ size: bytes });
  const pieces = layOut(bytes, blocks);

  const write = progress.begin(`${title}: writing`, bytes, 'B');
  const writeMBps = await speedOf(bytes, () => writePieces(dev, source, pieces, buffers, write.advance));
  const read = progress.begin(`${title}: reading back`, bytes, 'B');
  const readMBps = await speedOf(bytes, () => readPieces(dev, pieces, buffers, read.advance));
  const check = progress.begin(`${title}: comparing`, bytes, 'B');
  const sha256 = await hashPieces(dev, pieces, buffers, check.advance);

  await dev.freeBlocks({ blocks });
  await chi.admin.destroyPool({ targetPoolId: dev.poolId });
  return { ok: sha256 === options.sha256, writeMBps, readMBps };
}

async function speedOf(bytes: number, work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return Math.round(bytes / 1e6 / ((performance.now() - beganMs) / 1000));
}
