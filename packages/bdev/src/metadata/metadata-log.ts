import { type AllocationObserver } from '../allocator/block-allocator.js';
import { type UnitMap } from '../allocator/unit-map.js';
import { bdevError, errnoOf } from '../errors.js';
import { Deferred } from './deferred.js';
import { type MetadataStore } from './metadata-store.js';
import { RecordBatch } from './record-batch.js';
import { Snapshot } from './snapshot.js';
import { type ZoneState, type ZoneWriter } from './zone-writer.js';

/** Changes that nobody waits for are written this much later at the latest … */
const LAZY_MS = 1000;
/** … or when this much has gathered. */
const LAZY_BYTES = 256 * 1024;

const settled = Promise.resolve();

/** What getStats says of the log. */
export interface LogStats {
  readonly commits: number;
  readonly compactions: number;
}

/**
 * Remembers what is allocated. Every change is recorded in order. A commit writes what has gathered as one frame and
 * syncs it, so that a crash takes the device back to the state after some of the changes, which include all committed
 * ones. One commit is under way at a time; requests that come meanwhile, or in the same turn, share the next one. When
 * a zone is full, the commit is a snapshot of the state in the other one.
 */
export class MetadataLog implements AllocationObserver {
  readonly #store: MetadataStore;
  readonly #writer: ZoneWriter;
  readonly #map: UnitMap;
  #state: ZoneState;
  #blocks: number;
  #units: number;
  #pending = new RecordBatch();
  #spare = new RecordBatch();
  /** Settles for those who wait for the pending changes. */
  #waiting: Deferred | null = null;
  /** Settles for those who wait for the commit under way. */
  #underWay: Deferred | null = null;
  #isRunning = false;
  #isLate = false;
  #mustCompact = false;
  #snapshot: Snapshot | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failure: Error | null = null;
  readonly #stats = { commits: 0, compactions: 0 };

  /** The map is in the state that the zone describes. */
  constructor(store: MetadataStore, writer: ZoneWriter, map: UnitMap, state: ZoneState) {
    this.#store = store;
    this.#writer = writer;
    this.#map = map;
    this.#state = state;
    this.#blocks = map.blocks;
    this.#units = map.allocatedUnits;
  }

  get stats(): LogStats {
    return { ...this.#stats };
  }

  /** Set once the log could not be written: from then on nothing may be changed. */
  get failure(): Error | null {
    return this.#failure;
  }

  claiming(start: number, units: number): void {
    this.#snapshot?.beforeChange(start, units);
    this.#pending.claim(start, units);
    this.#blocks++;
    this.#units += units;
    this.#commitSometime();
  }

  releasing(start: number, units: number): void {
    this.#snapshot?.beforeChange(start, units);
    this.#pending.release(start, units);
    this.#blocks--;
    this.#units -= units;
    this.#commitSometime();
  }

  /** Resolves when every change so far is on the medium; undefined if they all are already. */
  commit(): Promise<void> | undefined {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#pending.isEmpty) return this.#underWay?.promise;
    this.#waiting ??= new Deferred();
    this.#start();
    return this.#waiting.promise;
  }

  /** Commits by going on in the other zone, whether or not this one is full. */
  compact(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#mustCompact = true;
    this.#waiting ??= new Deferred();
    this.#start();
    return this.#waiting.promise;
  }

  /** Commits what is left. Nothing may be changed afterwards. */
  async close(): Promise<void> {
    try {
      await this.commit();
    } finally {
      if (this.#timer) clearTimeout(this.#timer);
      await this.#store.close();
    }
  }

  #commitSometime(): void {
    if (this.#pending.bytes >= LAZY_BYTES) this.#start();
    else this.#timer ??= setTimeout(() => this.#commitLate(), LAZY_MS).unref();
  }

  #commitLate(): void {
    this.#timer = null;
    this.#isLate = true;
    this.#start();
  }

  #start(): void {
    if (this.#isRunning || this.#failure) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    await settled; // so that other requests of this turn share it
    while (this.#isDue()) await this.#commitOnce();
    this.#isRunning = false;
  }

  #isDue(): boolean {
    if (this.#failure) return false;
    if (this.#mustCompact) return true;
    if (this.#pending.isEmpty) return false;
    return this.#waiting !== null || this.#isLate || this.#pending.bytes >= LAZY_BYTES;
  }

  // Never throws: a failure goes to those who wait.
  async #commitOnce(): Promise<void> {
    const batch = this.#pending;
    this.#pending = this.#spare;
    const waiters = (this.#underWay = this.#waiting ?? new Deferred());
    this.#waiting = null;
    this.#isLate = false;
    // From here on the log may remember them, however the commit ends.
    batch.forEachClaim((start) => this.#map.markLogged(start));
    try {
      if (this.#mustCompact || !this.#writer.hasRoom(this.#state, batch.bytes)) await this.#writeSnapshot();
      else await this.#append(batch);
      this.#stats.commits++;
      waiters.resolve();
    } catch (error) {
      this.#fail(error, waiters);
    }
    batch.clear();
    this.#spare = batch;
    this.#underWay = null;
  }

  async #append(batch: RecordBatch): Promise<void> {
    const state = await this.#writer.appendRecords(this.#state, batch);
    await this.#store.sync();
    this.#state = state;
  }

  // Whatever is pending when it begins is part of the state, and needs no record. The old zone counts, and is not
  // sealed, until the new one is on the medium.
  async #writeSnapshot(): Promise<void> {
    const { zone, generation } = this.#state;
    this.#mustCompact = false;
    this.#snapshot = new Snapshot(this.#map, this.#blocks, this.#units);
    try {
      const state = await this.#writer.writeSnapshot(1 - zone, generation + 1, this.#snapshot);
      await this.#store.sync();
      await this.#writer.seal(this.#state);
      await this.#store.sync();
      this.#state = state;
      this.#stats.compactions++;
    } finally {
      this.#snapshot = null;
    }
  }

  #fail(error: unknown, waiters: Deferred): void {
    const reason = error instanceof Error && !('code' in error) ? error.message : errnoOf(error);
    this.#failure = bdevError(
      'METADATA_FAILED',
      `the metadata could not be written (${reason}), so nothing can be allocated or freed any more: ` +
        'destroy the pool and create it again; what was under way may or may not have been done',
    );
    waiters.reject(this.#failure);
    this.#waiting?.reject(this.#failure);
    this.#waiting = null;
  }
}
