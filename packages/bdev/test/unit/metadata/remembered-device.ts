import { BlockAllocator, emptyMap, type Extent } from '../../../src/allocator/block-allocator.js';
import { format } from '../../../src/metadata/create-metadata.js';
import { seedOf } from '../../../src/metadata/frame.js';
import { snapshotBytes } from '../../../src/metadata/layout.js';
import { MetadataLog } from '../../../src/metadata/metadata-log.js';
import { recover, type Recovered } from '../../../src/metadata/recover.js';
import { type Identity } from '../../../src/metadata/superblock.js';
import { ZoneWriter } from '../../../src/metadata/zone-writer.js';
import { type Random, SimulatedDisk } from './simulated-disk.js';

export const UNIT = 4096;
export const CLASSES = [1, 4, 32].map((units) => units * UNIT);

/** A device with little room for records, so that it compacts often. */
export function identityOf(units: number, roomBytes = 700): Identity {
  return {
    unitBytes: UNIT,
    units,
    zoneBytes: Math.ceil((snapshotBytes(units) + roomBytes) / 8) * 8,
    identity: Buffer.alloc(16, 7),
    createdMs: 1,
  };
}

/** Allocator and log over a simulated disk, and every state that the device has been in. */
export class RememberedDevice {
  /** What was allocated after each request that changed something. */
  readonly states: string[] = [];
  /** At least this many changes were committed. */
  committed = 0;
  live: Extent[] = [];

  private constructor(
    readonly disk: SimulatedDisk,
    readonly allocator: BlockAllocator,
    readonly log: MetadataLog,
  ) {
    this.states.push(this.state());
  }

  static async format(units: number, roomBytes?: number): Promise<RememberedDevice> {
    const identity = identityOf(units, roomBytes);
    const disk = new SimulatedDisk();
    const map = emptyMap(units * UNIT, CLASSES);
    const state = await format(disk, identity, map);
    const writer = new ZoneWriter(disk, identity, seedOf(identity.identity));
    const log = new MetadataLog(disk, writer, map, state);
    const allocator = new BlockAllocator(map, CLASSES);
    allocator.observer = log;
    return new RememberedDevice(disk, allocator, log);
  }

  state(): string {
    return stateOf(this.allocator);
  }

  allocate(bytes: number): void {
    const extents = this.allocator.allocate(bytes);
    if (extents === null) return;
    this.live.push(...extents);
    this.states.push(this.state());
  }

  free(random: Random): void {
    if (this.live.length === 0) return;
    const chosen = this.live.splice(random(this.live.length), 1 + random(3));
    if (this.allocator.release(chosen) !== null) throw new Error('a block that is live was refused');
    // A request of several blocks is one state: it must come back as a whole or not at all.
    this.states.push(this.state());
  }

  /** Commits; from then on all earlier changes count as committed. */
  async commit(): Promise<void> {
    const reached = this.states.length - 1;
    await this.log.commit();
    this.committed = Math.max(this.committed, reached);
  }
}

export function stateOf(allocator: BlockAllocator): string {
  return allocator
    .list(0, Infinity)
    .map(({ offset, size }) => `${offset / UNIT}+${size / UNIT}`)
    .join(' ');
}

/** What the disk remembers. */
export async function remembered(
  disk: SimulatedDisk,
  units: number,
): Promise<{ state: string; recovered: Recovered }> {
  const recovered = await recover(disk, 'dev.meta', () => emptyMap(units * UNIT, CLASSES));
  return { state: stateOf(new BlockAllocator(recovered.map, CLASSES)), recovered };
}
