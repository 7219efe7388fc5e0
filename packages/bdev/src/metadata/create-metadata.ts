import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TaskError } from '@chimaera/core/module';
import { type UnitMap } from '../allocator/unit-map.js';
import { bdevError, errnoOf, withRemedy } from '../errors.js';
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
 * Writes a whole metadata file, with what is allocated in the map, at its full size: later commits need no more space,
 * and change no size that would have to be synced as well. On return everything is on the medium.
 */
export async function format(store: MetadataStore, identity: Identity, map: UnitMap): Promise<ZoneState> {
  const total = metadataBytes(identity);
  for (let at = 0; at < total; at += ZEROS.length) {
    await store.write(at, ZEROS.subarray(0, Math.min(ZEROS.length, total - at)));
  }
  const superblock = encodeSuperblock(identity);
  for (const copy of [0, 1]) await store.write(copy * SUPERBLOCK_BYTES, superblock);
  const snapshot = new Snapshot(map, map.blocks, map.allocatedUnits);
  const writer = new ZoneWriter(store, identity, seedOf(identity.identity));
  const state = await writer.writeSnapshot(0, FIRST_GENERATION, snapshot);
  await store.sync();
  return state;
}

/**
 * Creates the file at `path`, or replaces it, in one step: after a crash it is either complete, or as it was before.
 * `lock` throws if somebody else has the draft.
 */
export async function createMetadataFile(
  path: string,
  identity: Identity,
  map: UnitMap,
  replaces: boolean,
  lock: (fd: number) => void,
): Promise<{ store: FileStore; state: ZoneState }> {
  const draft = `${path}.new`;
  const file = await openDraft(draft, lock);
  try {
    const store = new FileStore(file);
    const state = await format(store, identity, map);
    if (replaces) await rename(draft, path);
    else await publish(draft, path);
    await syncDirectory(dirname(path));
    return { store, state };
  } catch (error) {
    await unlink(draft).catch(() => {});
    await file.close();
    throw failure(path, error);
  }
}

// A draft that a crash has left behind is overwritten, once nobody else is writing it.
async function openDraft(draft: string, lock: (fd: number) => void): Promise<FileHandle> {
  const file = await open(draft, constants.O_RDWR | constants.O_CREAT, 0o600).catch((error) => {
    throw failure(draft, error);
  });
  try {
    lock(file.fd);
    await file.truncate(0);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

// Unlike a rename, a link does not replace what somebody else has created meanwhile.
async function publish(draft: string, path: string): Promise<void> {
  await link(draft, path);
  await unlink(draft);
}

function failure(path: string, error: unknown): Error {
  if (errnoOf(error) === 'EEXIST')
    return bdevError('DEVICE_BUSY', `${path} was created by somebody else a moment ago`);
  return error instanceof TaskError
    ? error
    : bdevError('OPEN_FAILED', `cannot create ${path}: ${withRemedy(errnoOf(error))}`);
}

/** Makes the names in a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
