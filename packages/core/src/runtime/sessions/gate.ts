import { parentOf, type ProcessIdentity } from '../../os/process-identity.js';
import { whenGone } from '../../os/process-watch.js';

/**
 * While the pools of the configuration are being created, only the process that creates them, or a child of it, is let
 * in: other clients would find the runtime without them. Opens when told to, or when that process has ended.
 */
export class Gate {
  private readonly unwatch: () => void;

  /** @param composer the process that creates the pools; without one the gate is open */
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
