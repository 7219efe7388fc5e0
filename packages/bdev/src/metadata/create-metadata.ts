import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Plane, type UnitMap } from '../allocator/unit-map.js';
import { FileStore } from './file-store.js';
import { seedOf } from './frame.js';
import { geometryFor, IDENTITY_BYTES, metadataBytes, SUPERBLOCK_BYTES } from './layout.js';
import { type MetadataStore } from './metadata-store.js';
import { Snapshot } from './snapshot.js';
import { encodeSuperblock, type Identity } from './superblock.js';
import { type ZoneState, ZoneWriter } from './zone-writer.js';

const ZEROS = Buffer.alloc(1024 * 1024);
const FIRST_GENERATION = 1;

/** The identity of a new metadata file for a device. */
export function newIdentity(units: number, unitBytes: number): Identity {
  return { ...geometryFor(units, unitBytes), identity: randomBytes(IDENTITY_BYTES), createdMs: Date.now() };
}

/**
 * Writes a whole metadata file, with what is allocated in the map, at its full size: later commits need no space, and
 * change no size that would have to be synced as well. Ends with everything on the medium.
 */
export async function format(store: MetadataStore, identity: Identity, map: UnitMap): Promise<ZoneState> {
  const total = metadataBytes(identity);
  for (let at = 0; at < total; at += ZEROS.length) {
    await store.write(at, ZEROS.subarray(0, Math.min(ZEROS.length, total - at)));
  }
  const superblock = encodeSuperblock(identity);
  for (const copy of [0, 1]) await store.write(copy * SUPERBLOCK_BYTES, superblock);
  const snapshot = new Snapshot(map, map.count(Plane.begins), map.count(Plane.allocated));
  const writer = new ZoneWriter(store, identity, seedOf(identity.identity));
  const state = await writer.writeSnapshot(0, FIRST_GENERATION, snapshot);
  await store.sync();
  return state;
}

/** Makes the file at `path` anew, in one step: after a crash it is there as a whole, or as it was before. */
export async function createMetadataFile(
  path: string,
  identity: Identity,
  map: UnitMap,
  lock: (fd: number) => void,
): Promise<{ store: FileStore; state: ZoneState }> {
  const draft = `${path}.new`;
  const file = await open(draft, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
  try {
    lock(file.fd);
    const store = new FileStore(file);
    const state = await format(store, identity, map);
    await rename(draft, path);
    await syncDirectory(dirname(path));
    return { store, state };
  } catch (error) {
    await file.close();
    await unlink(draft).catch(() => {});
    throw error;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
