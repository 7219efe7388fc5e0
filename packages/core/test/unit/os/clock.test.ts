import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { stampMs, timeMs } from '../../../src/os/clock.js';

/** More than any undisturbed look takes. */
const CLOSE_MS = 0.1;

test('shows the same time as performance.now()', () => {
  const times = new Float64Array(3);
  for (let round = 0; round < 100; round++) {
    const before = performance.now();
    times[0] = timeMs();
    stampMs(times, 1);
    const after = performance.now();
    expect(times[0]).toBeGreaterThan(before - CLOSE_MS);
    expect(times[1]).toBeGreaterThanOrEqual(times[0]!);
    expect(times[1]).toBeLessThan(after + CLOSE_MS);
    expect(times[2]).toBe(0);
  }
});

/** In a separate process: Jest compiles code for a context other than that of the clocks that it calls. */
const LOOKS = `
  import { stampMs } from ${JSON.stringify(new URL('../../../dist/os/clock.js', import.meta.url).href)};
  const times = new Float64Array(1);
  const look = (count) => {
    for (let i = 0; i < count; i++) stampMs(times, 0);
  };
  for (let round = 0; round < 1000; round++) look(5000);
  const grown = Array.from({ length: 21 }, () => {
    gc();
    const before = process.memoryUsage().heapUsed;
    look(5000);
    return (process.memoryUsage().heapUsed - before) / 5000;
  });
  process.stdout.write(String(grown.sort((a, b) => a - b)[10]));
`;

test('reading it allocates nothing once it is compiled', () => {
  const run = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', LOOKS]);
  expect(run.stderr.toString()).toBe('');
  expect(Number(run.stdout)).toBeLessThan(4); // an object has 16 bytes, a pair 32
});
