import type { Inlet } from './inlet.js';
import type { Inlets } from './inlets.js';
import type { OwnSource, TaskSource } from './task-source.js';

/** Those who send tasks to this worker, by number. Completions wait here while there is no room in their rings. */
export class Sources {
  constructor(
    private readonly own: OwnSource,
    private readonly inlets: Inlets,
  ) {}

  /** Undefined if no party with that number is attached any more. */
  of(party: number): TaskSource | undefined {
    return party === this.own.party ? this.own : this.inlets.inletOf(party);
  }

  complete(source: TaskSource, slot: number, generation: number, returnCode: number): void {
    source.complete(slot, generation, returnCode);
    this.noteBacklog(source);
  }

  redirect(
    source: TaskSource,
    slot: number,
    generation: number,
    { container, worker }: { readonly container: number; readonly worker: number },
  ): void {
    source.redirect(slot, generation, container, worker);
    this.noteBacklog(source);
  }

  /**
   * There is another task in the block by now. Either its sender has given up the one that it sent, and knows, or
   * somebody has overwritten it, and the sender would wait for ever.
   */
  stray(source: TaskSource, slot: number, generation: number): void {
    source.stray(slot, generation);
    this.noteBacklog(source);
  }

  /** Only a party behind rings can have no room for a completion. */
  private noteBacklog(source: TaskSource): void {
    if (source.hasBacklog) this.inlets.noteBacklog(source as Inlet);
  }
}
