import type { Inlet } from './inlet.js';
import type { Inlets } from './inlets.js';
import type { OwnSource, TaskSource } from './task-source.js';

/** Whoever sends tasks to this worker, by number; what it says to them waits where their rings have no room for it. */
export class Sources {
  constructor(
    private readonly own: OwnSource,
    private readonly inlets: Inlets,
  ) {}

  /** Undefined when nobody of that number is attached any more. */
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

  /** Only a party behind rings can have no room for what it is told. */
  private noteBacklog(source: TaskSource): void {
    if (source.hasBacklog) this.inlets.noteBacklog(source as Inlet);
  }
}
