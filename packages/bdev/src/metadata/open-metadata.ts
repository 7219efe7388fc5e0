import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLockFile } from '@chimaera/core/module';
import { emptyMap } from '../allocator/block-allocator.js';
import { Plane, type UnitMap } from '../allocator/unit-map.js';
import { Breather } from '../breather.js';
import { busy, LOCK_PATIENCE_MS, LOCK_POLL_MS } from '../devices/claim-file.js';
import { bdevError, errnoOf, withRemedy } from '../errors.js';
import { createMetadataFile, newIdentity, syncDirectory } from './create-metadata.js';
import { FileStore } from './file-store.js';
import { seedOf } from './frame.js';
import { MetadataLog } from './metadata-log.js';
import { recover, type Recovered } from './recover.js';
import { type Identity } from './superblock.js';
import { type ZoneDamage } from './zone-reading.js';
import { type ZoneState, ZoneWriter } from './zone-writer.js';

/** The device that the metadata belong to. */
export interface RememberedDevice {
  /** Path of its file. */
  readonly path: string;
  readonly metadataPath: string;
  /** Requested size in bytes; 0: the size of the file. */
  readonly capacity: number;
  readonly sizeClasses: readonly number[];
}

/** Existing metadata, read and locked, but unchanged. */
export interface FoundMetadata extends Recovered {
  readonly store: FileStore;
}

/** What is allocated on a device, and the log that remembers it. */
export interface OpenMetadata {
  readonly map: UnitMap;
  readonly log: MetadataLog;
  readonly damage: ZoneDamage | null;
}

/**
 * Reads the metadata of a device, if there are any, before the device itself is touched. Changes nothing.
 * @throws METADATA_FOREIGN, METADATA_TOO_NEW, METADATA_CORRUPT, DEVICE_MISMATCH, DEVICE_BUSY, OPEN_FAILED
 */
export async function findMetadata(device: RememberedDevice): Promise<FoundMetadata | null> {
  const file = await openLocked(device.metadataPath);
  if (file === null) return null;
  const store = new FileStore(file);
  try {
    const recovered = await recover(store, device.metadataPath, (identity) => {
      checkFit(device, identity);
      return emptyMap(identity.units * identity.unitBytes, device.sizeClasses);
    });
    await checkFile(device, recovered.identity);
    return { ...recovered, store };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Begins to remember a device whose file has been opened, starting from what was found, or from nothing. */
export async function beginLog(
  device: RememberedDevice,
  found: FoundMetadata | null,
  deviceBytes: number,
): Promise<OpenMetadata> {
  const units = Math.floor(deviceBytes / device.sizeClasses[0]);
  if (found === null || units > found.identity.units) return startAnew(device, found, deviceBytes);
  const { map, store, damage } = found;
  const log = logOf(store, found.identity, map, found.state);
  // What lies behind the damage stays where it is, in a zone that no longer counts.
  if (damage !== null) await log.compact();
  return { map, log, damage };
}

async function startAnew(
  device: RememberedDevice,
  found: FoundMetadata | null,
  deviceBytes: number,
): Promise<OpenMetadata> {
  const map = emptyMap(deviceBytes, device.sizeClasses);
  if (found !== null) await copyInto(map, found.map);
  const identity = newIdentity(map.units, device.sizeClasses[0]);
  const { path, metadataPath } = device;
  await syncDirectory(dirname(path)); // the file may be as new as its metadata
  const made = await createMetadataFile(metadataPath, identity, map, found !== null, (fd) => {
    if (!tryLockFile(fd)) throw busy(metadataPath);
  });
  await found?.store.close();
  return { map, log: logOf(made.store, identity, map, made.state), damage: found?.damage ?? null };
}

function logOf(store: FileStore, identity: Identity, map: UnitMap, state: ZoneState): MetadataLog {
  return new MetadataLog(store, new ZoneWriter(store, identity, seedOf(identity.identity)), map, state);
}

async function copyInto(target: UnitMap, source: UnitMap): Promise<void> {
  const words = new Int32Array(1024);
  const breather = new Breather();
  for (let unit = 0; unit < source.units; unit += words.length * 32) {
    if (!source.isTouched(unit, words.length * 32)) continue;
    if (breather.isDue()) await breather.breathe();
    for (const plane of Object.values(Plane)) {
      source.copyPlane(plane, unit, words);
      target.setPlane(plane, unit, words);
    }
  }
}

/** The file, open and locked; null if there is none. */
async function openLocked(path: string): Promise<FileHandle | null> {
  for (const beganMs = performance.now(); ;) {
    const file = await openExisting(path);
    if (file === null) return null;
    if (tryLockFile(file.fd) && (await isStill(path, file))) return file;
    await file.close();
    if (performance.now() - beganMs > LOCK_PATIENCE_MS) throw busy(path);
    await sleep(LOCK_POLL_MS);
  }
}

async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    const file = await open(path, constants.O_RDWR);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw bdevError(
      'METADATA_FOREIGN',
      `${path} is not a regular file: give the device another metadataPath`,
    );
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    if (errnoOf(error) === 'EISDIR')
      throw bdevError('METADATA_FOREIGN', `${path} is a directory: give the device another metadataPath`);
    if (errnoOf(error) === 'METADATA_FOREIGN') throw error;
    throw bdevError('OPEN_FAILED', `cannot open ${path}: ${withRemedy(errnoOf(error))}`);
  }
}

/** Whether the name still leads to the open file: somebody may have replaced it before we got the lock. */
async function isStill(path: string, file: FileHandle): Promise<boolean> {
  const [named, opened] = await Promise.all([stat(path).catch(() => null), file.stat()]);
  return named?.ino === opened.ino && named.dev === opened.dev;
}

function checkFit({ path, capacity, sizeClasses }: RememberedDevice, { unitBytes, units }: Identity): void {
  if (unitBytes !== sizeClasses[0]) {
    throw mismatch(
      `${path} has blocks of at least ${unitBytes} bytes, not ${sizeClasses[0]}: give it alignment ${unitBytes}, ` +
        `or size classes that begin with ${unitBytes}`,
    );
  }
  if (capacity > 0 && Math.floor(capacity / unitBytes) < units) {
    throw mismatch(
      `${path} has ${units * unitBytes} bytes, and a device cannot shrink to ${capacity}: ` +
        'leave out the capacity, or give at least that',
    );
  }
}

async function checkFile(
  { path, metadataPath }: RememberedDevice,
  { unitBytes, units }: Identity,
): Promise<void> {
  const stats = await stat(path).catch(() => null);
  const remedy = `Restore the file, or remove ${metadataPath} to begin with an empty device`;
  if (stats === null) throw mismatch(`${path} does not exist, but its metadata do. ${remedy}`);
  if (stats.isFile() && stats.size < unitBytes * units) {
    throw mismatch(
      `${path} has ${stats.size} bytes, but according to its metadata ${unitBytes * units}. ${remedy}`,
    );
  }
}

function mismatch(message: string): Error {
  return bdevError('DEVICE_MISMATCH', message);
}
