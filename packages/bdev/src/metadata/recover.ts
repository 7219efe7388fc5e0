import { type UnitMap } from '../allocator/unit-map.js';
import { Breather } from '../breather.js';
import { seedOf } from './frame.js';
import { SUPERBLOCK_BYTES, zoneAt } from './layout.js';
import { type MetadataStore } from './metadata-store.js';
import { replay } from './replay.js';
import { corrupt, decodeSuperblocks, type Identity } from './superblock.js';
import { firstFrameOf, readZone, type ZoneDamage, type ZoneReading } from './zone-reading.js';
import { ZoneWindow } from './zone-window.js';
import { type ZoneState } from './zone-writer.js';

/** What a metadata file remembers. */
export interface Recovered {
  readonly identity: Identity;
  readonly map: UnitMap;
  readonly state: ZoneState;
  /** What was found behind the last trustworthy frame, and is not used. */
  readonly damage: ZoneDamage | null;
}

/**
 * Reads a metadata file and changes nothing in it. `makeMap` returns an empty map, or throws if the device is not what
 * the caller wants.
 * @throws METADATA_FOREIGN, METADATA_TOO_NEW, METADATA_CORRUPT
 */
export async function recover(
  store: MetadataStore,
  path: string,
  makeMap: (identity: Identity) => UnitMap,
): Promise<Recovered> {
  const identity = decodeSuperblocks(await store.read(0, 2 * SUPERBLOCK_BYTES), path);
  const map = makeMap(identity);
  const { zone, reading } = await chooseZone(store, identity, path);
  try {
    const breather = new Breather();
    for (const frame of reading.frames) {
      replay(frame, map);
      if (breather.isDue()) await breather.breathe();
    }
  } catch (error) {
    if (error instanceof RangeError) throw corrupt(path, error.message);
    throw error;
  }
  const { generation, frames, end, damage } = reading;
  return { identity, map, state: { zone, generation, sequence: frames.length, end }, damage };
}

// The latest generation whose snapshot is complete. If it is sealed, a later one was in use and is damaged: going back
// to this one would forget what was allocated since, and hand it out again.
async function chooseZone(
  store: MetadataStore,
  identity: Identity,
  path: string,
): Promise<{ zone: number; reading: ZoneReading }> {
  const seed = seedOf(identity.identity);
  const windows = [0, 1].map((zone) => new ZoneWindow(store, zoneAt(zone, identity), identity.zoneBytes));
  const begins = await Promise.all(windows.map((window) => firstFrameOf(window, seed)));
  // The later one first: if it counts, the other need not be read.
  const zones = begins[1] !== null && begins[1].generation > (begins[0]?.generation ?? -1) ? [1, 0] : [0, 1];
  for (const zone of zones) {
    const reading = await readZone(windows[zone], seed);
    if (!reading?.isComplete) continue;
    if (reading.isSealed) throw corrupt(path, 'the snapshot last in use is incomplete');
    return { zone, reading };
  }
  throw corrupt(path, 'both of its snapshots are incomplete');
}
