import { ChimaeraError } from '../errors.js';
import type { CallTable } from './call-table.js';
import type { Mail } from './mail.js';
import type { Settler } from './settler.js';

/** What becomes of a party's tasks when a worker has died. */
export class WorkerDeaths {
  constructor(
    private readonly calls: CallTable,
    private readonly mail: Mail,
    private readonly settler: Settler,
  ) {}

  /**
   * The dead worker's tasks fall into three groups. Those that it had begun will never complete. Those that it had
   * taken but not begun are sent to its successor, in their order. Those that it had not taken wait in the ring for the
   * successor, ahead of these, and may be running by now.
   * @param poll settles what the worker has completed
   */
  ended(worker: number, message: string, poll: () => void): void {
    // Read before the last completions: if there is a second death in between, it can only grow.
    const firstUntaken = this.mail.succeed(worker);
    poll();
    const taken = this.calls.list(worker).filter(({ position }) => ((position - firstUntaken) | 0) < 0);
    taken.sort((a, b) => (a.position - b.position) | 0);
    for (const call of taken)
      if (!this.settler.settleByBlock(call) && !this.settler.sendAgain(call))
        this.settler.fail(call, new ChimaeraError('WORKER_DIED', message));
  }

  /** Whether somebody still has handles on outputs that it has written up to now. */
  outputsOf(worker: number): () => boolean {
    const handles = this.calls.completedAt(worker);
    return () => handles.some((handle) => this.settler.callOf(handle) !== undefined);
  }
}
