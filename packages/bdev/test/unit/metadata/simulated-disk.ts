import { type MetadataStore } from '../../../src/metadata/metadata-store.js';

const SECTOR = 512;

/** Numbers below a bound, from a seed; so that a failure can be run again. */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A file on a disk with a cache: what was written is read back at once, and survives a power cut only when synced. */
export class SimulatedDisk implements MetadataStore {
  #cache: Buffer;
  #medium: Buffer;
  readonly #dirty = new Set<number>();
  syncs = 0;
  /** Makes the next writes or syncs fail. */
  failWith: Error | null = null;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#cache = Buffer.from(bytes);
    this.#medium = Buffer.from(bytes);
  }

  async read(position: number, byteLength: number): Promise<Buffer> {
    return Buffer.from(this.#cache.subarray(position, position + byteLength));
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    await settle();
    if (this.failWith) throw this.failWith;
    const end = position + bytes.length;
    if (end > this.#cache.length) this.#cache = grown(this.#cache, end);
    this.#cache.set(bytes, position);
    for (let at = position - (position % SECTOR); at < end; at += SECTOR) this.#dirty.add(at);
  }

  async sync(): Promise<void> {
    await settle();
    if (this.failWith) throw this.failWith;
    this.syncs++;
    const flushed = [...this.#dirty];
    const contents = flushed.map((at) => Buffer.from(this.#cache.subarray(at, at + SECTOR)));
    await settle();
    flushed.forEach((at, i) => this.#persist(at, contents[i]));
    for (const at of flushed) this.#dirty.delete(at);
  }

  async close(): Promise<void> {}

  get bytes(): Buffer {
    return Buffer.from(this.#cache);
  }

  /** The power fails: any of the sectors that were not synced may have reached the medium. */
  afterPowerCut(random: Random): SimulatedDisk {
    const after = new SimulatedDisk(this.#medium);
    for (const at of this.#dirty) {
      if (random(2) === 0) after.#persist(at, this.#cache.subarray(at, at + SECTOR));
    }
    return new SimulatedDisk(after.#medium);
  }

  /** The process is killed: its writes are in the system's cache, but the last one may have stopped anywhere. */
  afterKill(random: Random): SimulatedDisk {
    const sectors = [...this.#dirty].sort((a, b) => a - b);
    const kept = sectors.slice(0, random(sectors.length + 1));
    const after = new SimulatedDisk(this.#medium);
    for (const at of kept) after.#persist(at, this.#cache.subarray(at, at + SECTOR));
    return new SimulatedDisk(after.#medium);
  }

  #persist(at: number, bytes: Uint8Array): void {
    if (at + bytes.length > this.#medium.length) this.#medium = grown(this.#medium, at + bytes.length);
    this.#medium.set(bytes, at);
  }
}

function grown(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
}

/** Lets everything else that is ready run first. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
