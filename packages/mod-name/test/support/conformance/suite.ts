import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { within } from '../wait.js';
import { accessRules } from './access.js';
import { echo } from './echo.js';
import { failures } from './failures.js';
import { fanOut } from './fan-out.js';
import { type Fixture, openFixture, type Setup } from './fixture.js';
import { flush } from './flush.js';
import { callForms } from './forms.js';
import { largeOutputs } from './large-outputs.js';
import { limits } from './limits.js';
import { memoryComesBack } from './memory.js';
import { nestedAndLocked } from './nested.js';
import { pools } from './pools.js';
import { queries } from './queries.js';
import { repetition } from './repetition.js';

const PARTS: readonly (readonly [string, (fixture: () => Fixture) => void])[] = [
  ['forms of a call', callForms],
  ['failures', failures],
  ['access to a handle', accessRules],
  ['echo', echo],
  ['large outputs', largeOutputs],
  ['queries', queries],
  ['broadcast and range', fanOut],
  ['pools', pools],
  ['limits', limits],
  ['repetition', repetition],
  ['flush', flush],
  ['tasks in tasks, and locks', nestedAndLocked],
  ['memory', memoryComesBack],
];

/** Everything that a runtime promises its clients, for one way to have a runtime (design section 4). */
export function conformance(setup: Setup): void {
  const { mode, workers, net } = setup;
  describe(`${mode}, ${workers} worker(s)${net === true ? ', serialised' : ''}`, () => {
    let fixture: Fixture;
    beforeAll(async () => {
      fixture = await within(openFixture(setup), 'the start of a runtime', 30_000);
    }, 40_000);
    afterAll(async () => {
      expect(await within(fixture.close(), 'the end of a runtime', 30_000)).toEqual([]);
    }, 40_000);
    for (const [name, part] of PARTS) describe(name, () => part(() => fixture));
  });
}
