import type { Inlets } from './inlets.js';

interface Estate {
  readonly worker: number;
  /** How many threads had died at that worker. */
  readonly epoch: number;
  /** Whether handles here still read outputs in that memory. */
  readonly isUsed: () => boolean;
}

/**
 * Memory of dead threads of other workers that may still be in use here, by tasks that they sent and by handles on
 * their outputs. When these have ended, the control plane is told.
 */
export class Estates {
  private estates: Estate[] = [];

  constructor(
    private readonly inlets: Inlets,
    private readonly sendLetGo: (worker: number, epoch: number) => void,
  ) {}

  add(worker: number, epoch: number, isUsed: () => boolean): void {
    this.estates.push({ worker, epoch, isUsed });
  }

  look(): void {
    if (this.estates.length === 0) return;
    this.estates = this.estates.filter(({ worker, epoch, isUsed }) => {
      if (isUsed() || !this.inlets.isQuiet(worker)) return true;
      this.sendLetGo(worker, epoch);
      return false;
    });
  }
}
