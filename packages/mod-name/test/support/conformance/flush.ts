import { expect, test } from '@jest/globals';
import { sleep, until, within } from '../wait.js';
import type { Fixture } from './fixture.js';

/** Waiting for whatever is under way. */
export function flush(fixture: () => Fixture): void {
  test('flush waits for all tasks sent before', async () => {
    const { mod, chi } = fixture();
    let workDone = 0;
    // On a busy machine the flush may come when everything is done already, so there has to be more to do.
    for (let holdMs = 2; workDone === 0 && holdMs <= 200; holdMs *= 10) {
      let ended = 0;
      const tasks = Array.from({ length: 30 }, (_, i) =>
        mod.coMutexTest({ testId: i, holdMs }).then(() => ended++),
      );
      ({ totalWorkDone: workDone } = await within(chi.admin.flush(), 'the flush'));
      await until(() => ended === 30, 'what flush waited for');
      await Promise.all(tasks);
    }
    expect(workDone).toBeGreaterThan(0);
    expect(await chi.admin.flush()).toMatchObject({ totalWorkDone: 0 });
  });

  test('flush waits for the only running task, even when sent in a group of its own', async () => {
    const { mod, chi } = fixture();
    using task = mod.asyncCoMutexTest({ testId: 1, holdMs: 30_000 });
    let flushed = 0;
    const flushes = [undefined, chi.createTaskNode(), task.taskNode].map((taskNode) =>
      chi.admin.flush({}, { taskNode }).then(() => flushed++),
    );
    await sleep(60); // some looks
    expect(flushed).toBe(0);
    task.stop();
    await within(Promise.all(flushes), 'the flushes');
  });
}
