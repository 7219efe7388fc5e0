import { parentOf, type ProcessIdentity } from '../../os/process-identity.js';
import { whenGone } from '../../os/process-watch.js';

/**
 * While the pools of the configuration are being made, nobody is let in but who makes them: a process, or a child of
 * it. Whoever waits for the runtime would else find it without them. Opens when it is told to, or when that process has
 * ended.
 */
export class Gate {
  private readonly unwatch: () => void;

  /** @param composer who makes the pools; without one the gate is open */
  constructor(private composer: ProcessIdentity | undefined) {
    this.unwatch = composer === undefined ? () => undefined : whenGone(composer, () => this.open());
  }

  open(): void {
    this.composer = undefined;
    this.unwatch();
  }

  admits(pid: number): boolean {
    return this.composer === undefined || pid === this.composer.pid || parentOf(pid) === this.composer.pid;
  }
}
