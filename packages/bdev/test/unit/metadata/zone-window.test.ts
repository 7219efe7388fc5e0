import { expect, test } from '@jest/globals';
import { emptyMap } from '../../../src/allocator/block-allocator.js';
import { format } from '../../../src/metadata/create-metadata.js';
import { metadataBytes } from '../../../src/metadata/layout.js';
import { type MetadataStore } from '../../../src/metadata/metadata-store.js';
import { recover } from '../../../src/metadata/recover.js';
import { PIECE_BYTES, ZoneWindow } from '../../../src/metadata/zone-window.js';
import { CLASSES, identityOf, UNIT } from './remembered-device.js';

/** A file in memory that records what is read from it. */
class ObservedFile implements MetadataStore {
  readonly lengths: number[] = [];

  constructor(private readonly bytes: Buffer) {}

  async read(position: number, byteLength: number): Promise<Buffer> {
    this.lengths.push(byteLength);
    return this.bytes.subarray(position, position + byteLength);
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, position);
  }

  async sync(): Promise<void> {}

  async close(): Promise<void> {}
}

test('opening reads the active zone piece by piece and only the start of the other', async () => {
  const units = 64;
  const identity = identityOf(units, 5 * PIECE_BYTES);
  const file = new ObservedFile(Buffer.alloc(metadataBytes(identity)));
  const map = emptyMap(units * UNIT, CLASSES);
  map.claim(0, 8);
  await format(file, identity, map);
  file.lengths.length = 0;
  const recovered = await recover(file, 'here', () => emptyMap(units * UNIT, CLASSES));
  expect(recovered.map.allocatedUnits).toBe(8);
  expect(Math.max(...file.lengths)).toBeLessThanOrEqual(PIECE_BYTES);
  // Both superblocks, a piece of the other zone, this zone, and the place where its log ends once more.
  const total = file.lengths.reduce((sum, bytes) => sum + bytes, 0);
  expect(total).toBeLessThan(identity.zoneBytes + 4 * PIECE_BYTES);
});

test('a window spans the pieces it reads and is shorter at the end of the file', async () => {
  const bytes = Buffer.from(Uint8Array.from({ length: 2 * PIECE_BYTES + 100 }, (_, i) => i % 251));
  const store = new ObservedFile(bytes);
  const window = new ZoneWindow(store, 10, 4 * PIECE_BYTES);
  for (const at of [0, PIECE_BYTES - 8, PIECE_BYTES + 3, 2 * PIECE_BYTES - 1, 5])
    expect(await window.at(at, 32)).toEqual(bytes.subarray(10 + at, 42 + at));
  expect(await window.at(2 * PIECE_BYTES + 80, 32)).toEqual(bytes.subarray(2 * PIECE_BYTES + 90));
  expect(await window.at(3 * PIECE_BYTES, 32)).toHaveLength(0);
});
