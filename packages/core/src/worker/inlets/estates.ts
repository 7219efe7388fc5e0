import type { Inlets } from './inlets.js';

interface Estate {
  readonly worker: number;
  /** How many threads had died at that worker. */
  readonly epoch: number;
  /** Whether handles here read outputs that lie in it. */
  readonly isUsed: () => boolean;
}

/**
 * What dead threads of other workers have left, as far as it is perhaps used here: tasks that they have sent run to
 * their end, and handles on their outputs are read. Then nobody needs that memory, and the control plane hears of it.
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
