import { DEFAULT_GRACE_MS } from '../../config/grace.js';
import type { ChimaeraError } from '../../errors.js';
import type { Container } from '../../module/container.js';
import type { RunContext } from '../../module/run-context.js';
import type { TaskGroup } from '../../module/runtime-control.js';
import type { Outcomes } from './outcomes.js';
import type { Runner } from './runner.js';
import type { Scheduler } from './scheduler.js';

/** Interval between checks whether the last task has ended. */
const POLL_MS = 5;
/** How long tasks that were asked to stop have for that. */
const LAST_MS = 4 * POLL_MS;

/** Empties containers that are to be destroyed, so that no method runs after `destroy`. */
export class Eviction {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly runner: Runner,
    private readonly outcomes: Outcomes,
  ) {}

  /**
   * Resolves when nothing runs in these containers, which get no new tasks. Earlier tasks have as much time as when the
   * runtime stops; then queued tasks fail with the reason, and running ones are asked to stop. Periodic tasks fail when
   * their current run is over.
   * @param asking the group whose tasks wait for this, and so are not waited for
   */
  async vacate(
    containers: ReadonlySet<Container>,
    reason: ChimaeraError,
    asking: TaskGroup | undefined,
  ): Promise<void> {
    if (await this.isVacant(containers, reason, asking, DEFAULT_GRACE_MS)) return;
    for (const container of containers) {
      for (const lane of container.$lanes())
        for (const rctx of this.scheduler.remove(lane, () => true)) this.runner.refuse(rctx, reason);
    }
    for (const rctx of this.suspendedIn(containers)) rctx.$abort(reason);
    await this.isVacant(containers, reason, asking, LAST_MS);
  }

  private async isVacant(
    containers: ReadonlySet<Container>,
    reason: ChimaeraError,
    asking: TaskGroup | undefined,
    withinMs: number,
  ): Promise<boolean> {
    const deadlineMs = performance.now() + withinMs;
    for (;;) {
      this.endRepetition(containers, reason);
      if (this.remaining(containers, asking) === 0) return true;
      if (performance.now() >= deadlineMs) return false;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  private endRepetition(containers: ReadonlySet<Container>, reason: ChimaeraError): void {
    for (const rctx of this.outcomes.periodics.take(({ container }) => containers.has(container)))
      this.runner.refuse(rctx, reason);
  }

  private remaining(containers: ReadonlySet<Container>, asking: TaskGroup | undefined): number {
    let remaining = 0;
    for (const container of containers) remaining += container.$work;
    if (remaining === 0 || asking === undefined) return remaining;
    for (const { nodeOrigin, nodeMajor } of this.suspendedIn(containers))
      if (nodeOrigin === asking.origin && nodeMajor === asking.major) remaining--;
    return remaining;
  }

  private suspendedIn(containers: ReadonlySet<Container>): RunContext[] {
    return [...this.outcomes.suspendedTasks].filter(({ container }) => containers.has(container));
  }
}
