import { expect, test } from '@jest/globals';
import { TASK_METHOD_WORD, TASK_POOL_MAJOR_WORD } from '../../../../src/layout/task-layout.js';
import type { Segment } from '../../../../src/memory/segment.js';
import { TaskNames } from '../../../../src/runtime/monitor/task-names.js';

const BASE = 128;

test('a task is named by its method and its pool, as far as they are known', () => {
  const location = { runtimeUrl: '', libExecUrl: '' };
  const pools = [{ id: '7000.0', name: 'greetings', module: 'chimaera_MOD_NAME', location, workers: [0] }];
  const names = new TaskNames(() => pools);
  const u32 = new Uint32Array(256);
  const main = { u32 } as unknown as Segment;
  u32[BASE / 4 + TASK_METHOD_WORD] = 10;
  expect(names.describe(main, BASE)).toBe('method 10 of pool 0.0');
  u32[BASE / 4 + TASK_POOL_MAJOR_WORD] = 7000;
  expect(names.describe(main, BASE)).toBe("chimaera_MOD_NAME.10 of pool 'greetings' (7000.0)");
  names.learn('chimaera_MOD_NAME', [[10, 'kCustom']]);
  expect(names.describe(main, BASE)).toBe("chimaera_MOD_NAME.kCustom of pool 'greetings' (7000.0)");
  // A made-up offset names nothing, and does no harm.
  expect(names.describe(main, 0xffff_ff00)).toBe('method 0 of pool 0.0');
});
