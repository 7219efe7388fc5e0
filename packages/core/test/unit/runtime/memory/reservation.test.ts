import { statSync } from 'node:fs';
import { beforeEach, expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../../src/layout/alignment.js';
import { CHUNKS_OFFSET } from '../../../../src/layout/control-layout.js';
import { ChunkTable } from '../../../../src/memory/chunk-table.js';
import { SegmentId } from '../../../../src/memory/segment.js';
import { createPendingFile, type PendingFile } from '../../../../src/os/mapped-file.js';
import { Reservation } from '../../../../src/runtime/memory/reservation.js';
import { freshPath, shmScratch } from '../../os/shm-scratch.js';

const MiB = 2 ** 20;
const { kMain, kClientData, kRuntimeData } = SegmentId;
const PARTY = 7;
const SIZES = [CHUNKS_OFFSET + MiB, 12 * MiB, MiB];
/** More than is reserved at first, less than there will be. */
const MANY = (10 * MiB) / CHUNK_BYTES;
const scratch = shmScratch();
let files: PendingFile[];
let table: ChunkTable;
let reservation: Reservation;
beforeEach(async () => {
  files = SIZES.map((bytes) => createPendingFile(freshPath(scratch), bytes));
  await files[kMain]!.reserve(CHUNKS_OFFSET);
  table = ChunkTable.allocate(SIZES);
  reservation = new Reservation(files, table, CHUNKS_OFFSET);
});

/** As another thread sees it, which does not make pages. */
function tableOfOther(): ChunkTable {
  const other = new ChunkTable(table.buffer, SIZES);
  other.onWithheld = () => false;
  return other;
}

const occupied = (segment: number): number => statSync(files[segment]!.memory.path).blocks * 512;

test('a chunk belongs to nobody before it has pages, and counts as free', async () => {
  const other = tableOfOther();
  expect([kMain, kClientData, kRuntimeData].map((segment) => other.claim(segment, 1, PARTY))).toEqual([
    -1, -1, -1,
  ]);
  expect(table.bytesInUse(kClientData)).toBe(0);
  const freeBytes = table.bytesFree(kClientData);
  await reservation.begin();
  expect([kMain, kClientData, kRuntimeData].map(occupied)).toEqual([SIZES[kMain], 8 * MiB, MiB]);
  expect(other.claim(kClientData, MANY, PARTY)).toBe(-1);
  const first = other.claim(kClientData, 1, PARTY);
  expect((first + 1) * CHUNK_BYTES).toBeLessThanOrEqual(8 * MiB);
  await reservation.finish();
  expect(occupied(kClientData)).toBe(SIZES[kClientData]);
  expect(other.claim(kClientData, MANY, PARTY)).toBeGreaterThan(first);
  expect(table.bytesFree(kClientData)).toBe(freeBytes - (MANY + 1) * CHUNK_BYTES);
});

test('the control plane has pages made that it needs at once', async () => {
  await reservation.begin();
  expect(table.claim(kClientData, MANY, PARTY)).toBeGreaterThan(0);
  expect(occupied(kClientData)).toBe(SIZES[kClientData]);
  await reservation.finish();
});

test('a request for more than there will ever be ends, too', async () => {
  await reservation.begin();
  expect(table.claim(kClientData, 2 * MANY, PARTY)).toBe(-1);
});

test('once it is over nothing more is reserved, and nobody waits', async () => {
  await reservation.begin();
  await reservation.end();
  await reservation.finish();
  expect(occupied(kClientData)).toBe(8 * MiB);
  const other = new ChunkTable(table.buffer, SIZES); // whose `onWithheld` would stand still
  expect(other.claim(kClientData, MANY, PARTY)).toBe(-1);
});

test('where there is too little after all, whoever awaits the rest hears of it and nobody waits', async () => {
  await reservation.begin();
  files[kClientData]!.reserveNow = () => {
    throw new Error('no room');
  };
  reservation = new Reservation(files, (table = ChunkTable.allocate(SIZES)), CHUNKS_OFFSET);
  expect(table.claim(kClientData, MANY, PARTY)).toBe(-1);
  await expect(reservation.finish()).rejects.toThrow('no room');
});
