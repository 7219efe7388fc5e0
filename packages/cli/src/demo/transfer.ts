import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Block, Client } from '@chimaera/bdev';
import type { ChiBuffer } from '@chimaera/core';

/** The size of one buffer: bdev's blocks are never larger. */
export const CHUNK_BYTES = 2 ** 20;

/** A piece of the file and the block that holds it. */
export interface Piece {
  readonly block: Block;
  /** Where it begins in the file. */
  readonly at: number;
  readonly bytes: number;
}

/** Called with the bytes that have just been moved. */
export type OnMoved = (bytes: number) => void;

/** Distributes a file of `fileBytes` over blocks that have room for it. */
export function layOut(fileBytes: number, blocks: readonly Block[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const block of blocks) {
    for (let offset = 0; offset < block.size && at < fileBytes;) {
      const bytes = Math.min(CHUNK_BYTES, block.size - offset, fileBytes - at);
      pieces.push({
        block: { ...block, offset: block.offset + offset, size: block.size - offset },
        at,
        bytes,
      });
      offset += bytes;
      at += bytes;
    }
  }
  if (at < fileBytes) throw new Error(`the device gave blocks for ${at} of ${fileBytes} bytes`);
  return pieces;
}

/** Reads the file straight into shared memory, from where the device writes it; each buffer holds a piece at a time. */
export async function writePieces(
  dev: Client,
  source: FileHandle,
  pieces: readonly Piece[],
  buffers: readonly ChiBuffer[],
  onMoved: OnMoved,
): Promise<void> {
  await inParallel(pieces, buffers, async ({ block, at, bytes }, data) => {
    await readFully(source, data.bytes, at, bytes);
    const { bytesWritten } = await dev.write({ block, data, length: bytes });
    checkMoved('wrote', bytesWritten, bytes);
    onMoved(bytes);
  });
}

/** Has the device read everything into shared memory, where this process can access it without a copy. */
export async function readPieces(
  dev: Client,
  pieces: readonly Piece[],
  buffers: readonly ChiBuffer[],
  onMoved: OnMoved,
): Promise<void> {
  await inParallel(pieces, buffers, async ({ block, bytes }, data) => {
    const { bytesRead } = await dev.read({ block, data, length: bytes });
    checkMoved('read', bytesRead, bytes);
    onMoved(bytes);
  });
}

/** SHA-256 of the device's contents, read once more: pieces in order, while the next ones are already under way. */
export async function hashPieces(
  dev: Client,
  pieces: readonly Piece[],
  buffers: readonly ChiBuffer[],
  onMoved: OnMoved,
): Promise<string> {
  const hash = createHash('sha256');
  const read = async (i: number): Promise<number> => {
    const { block, bytes } = pieces[i]!;
    const { bytesRead } = await dev.read({ block, data: buffers[i % buffers.length]!, length: bytes });
    checkMoved('read', bytesRead, bytes);
    return bytes;
  };
  const underWay = pieces.slice(0, buffers.length).map((_, i) => read(i));
  for (let i = 0; i < pieces.length; i++) {
    const slot = i % buffers.length;
    const bytes = await underWay[slot]!;
    hash.update(buffers[slot]!.bytes.subarray(0, bytes));
    onMoved(bytes);
    if (i + buffers.length < pieces.length) underWay[slot] = read(i + buffers.length);
  }
  return hash.digest('hex');
}

/** SHA-256 of the file itself. */
export async function hashFile(source: FileHandle, fileBytes: number, onMoved: OnMoved): Promise<string> {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; at < fileBytes; at += CHUNK_BYTES) {
    const bytes = Math.min(CHUNK_BYTES, fileBytes - at);
    await readFully(source, chunk, at, bytes);
    hash.update(chunk.subarray(0, bytes));
    onMoved(bytes);
  }
  return hash.digest('hex');
}

/** Each buffer takes the next piece as soon as it is done with the last. */
async function inParallel(
  pieces: readonly Piece[],
  buffers: readonly ChiBuffer[],
  move: (piece: Piece, buffer: ChiBuffer) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    buffers.map(async (buffer) => {
      while (next < pieces.length) await move(pieces[next++]!, buffer);
    }),
  );
}

async function readFully(source: FileHandle, into: Uint8Array, at: number, bytes: number): Promise<void> {
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await source.read(into, done, bytes - done, at + done);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    done += bytesRead;
  }
}

function checkMoved(what: string, moved: number, wanted: number): void {
  if (moved !== wanted) throw new Error(`the device ${what} ${moved} of ${wanted} bytes`);
}
