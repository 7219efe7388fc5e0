import { isAlive, type ProcessIdentity } from '../../os/process-identity.js';

const FIRST_LOOK_MS = 20;
/** A process's memory is reclaimed within a second of its end. */
const LAST_LOOK_MS = 500;

/** What the reaper needs of the runtime. */
export interface ReaperHost {
  /** Number of workers that must say `drained`. */
  readonly workers: number;
  /** Tells every worker that the party has gone. */
  closeParty(party: number, token: number): void;
  closePartyAt(worker: number, party: number, token: number): void;
  /** Everything is over: memory and number become free. */
  release(party: number): void;
}

interface ClosingParty {
  readonly party: number;
  readonly token: number;
  /** Workers in which tasks of the party may still run. */
  readonly undrained: Set<number>;
  /** The process or thread whose memory accesses must have ended; `undefined` once they have. */
  writer: ProcessIdentity | undefined;
}

/**
 * Reclaims the memory of clients that have left (design D4). A client that said goodbye writes no more. One that
 * vanished may still be dying, with threads that write, so its memory stays quarantined until its process, or the one
 * thread that was the client, is gone from the process table and no task of it runs. One timer looks at all waiting
 * processes, and exists only while there are any.
 */
export class Reaper {
  private readonly closing = new Map<number, ClosingParty>();
  private timer: NodeJS.Timeout | undefined;
  private lookMs = FIRST_LOOK_MS;

  constructor(private readonly host: ReaperHost) {}

  /** Number of parties whose memory has not come back. */
  get size(): number {
    return this.closing.size;
  }

  /** @param writer the client's process or thread, unless it said goodbye or cannot be seen from here */
  close(party: number, token: number, writer: ProcessIdentity | undefined): void {
    const undrained = new Set(Array.from({ length: this.host.workers }, (_, worker) => worker));
    this.closing.set(party, { party, token, undrained, writer });
    this.host.closeParty(party, token);
    if (writer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lookMs = FIRST_LOOK_MS;
    this.look();
  }

  /** A worker's answer. A late one, about an earlier session with that number, is recognised by its token. */
  drained(worker: number, party: number, token: number): void {
    const closing = this.closing.get(party);
    if (closing?.token !== token) return;
    closing.undrained.delete(worker);
    this.releaseIfOver(closing);
  }

  /** Nothing runs in a dead worker. */
  workerDied(worker: number): void {
    for (const closing of [...this.closing.values()]) this.drained(worker, closing.party, closing.token);
  }

  /** What was sent to a worker while it had no thread was not received. */
  workerReplaced(worker: number): void {
    for (const { party, token, undrained } of this.closing.values())
      if (undrained.has(worker)) this.host.closePartyAt(worker, party, token);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.closing.clear();
  }

  private look(): void {
    for (const closing of [...this.closing.values()]) {
      const { writer } = closing;
      if (writer === undefined || isAlive(writer.pid, writer.startTime)) continue;
      closing.writer = undefined;
      this.releaseIfOver(closing);
    }
    if (![...this.closing.values()].some(({ writer }) => writer !== undefined)) {
      this.timer = undefined;
      return;
    }
    this.timer = setTimeout(() => this.look(), this.lookMs);
    this.lookMs = Math.min(this.lookMs * 2, LAST_LOOK_MS);
  }

  private releaseIfOver(closing: ClosingParty): void {
    if (closing.undrained.size > 0 || closing.writer !== undefined) return;
    this.closing.delete(closing.party);
    this.host.release(closing.party);
  }
}
