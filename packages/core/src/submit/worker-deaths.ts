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
   * Of the tasks that it had taken those that it had begun will never complete; the others go to its successor, in the
   * order in which they were sent, behind those that it had not taken, which may run by now.
   * @param poll settles what it has completed
   */
  ended(worker: number, message: string, poll: () => void): void {
    // Looked at before the last completions are: a second death in between can only make it larger.
    const firstUntaken = this.mail.firstUntaken(worker);
    poll();
    const taken = this.calls.list(worker).filter(({ position }) => ((position - firstUntaken) | 0) < 0);
    taken.sort((a, b) => (a.position - b.position) | 0);
    for (const call of taken)
      if (!this.settler.sendAgain(call)) this.settler.fail(call, new ChimaeraError('WORKER_DIED', message));
  }

  /** Whether handles on outputs that it has written by now are still in somebody's hands. */
  outputsOf(worker: number): () => boolean {
    const handles = this.calls.completedAt(worker);
    return () => handles.some((handle) => this.settler.callOf(handle) !== undefined);
  }
}
