import { expect } from '@jest/globals';
import { ChildClient } from './child-client.js';
import type { ScratchRuntime } from './scratch-runtime.js';

interface Counts {
  readonly descriptors: number;
  readonly mappings: number;
}

/** Connections that come and go from several processes. In the end no process may have more descriptors open. */
export async function connectMany(
  { dir }: ScratchRuntime,
  { processes, rounds, atOnce }: { processes: number; rounds: number; atOnce: number },
  timeoutMs: number,
): Promise<void> {
  const children = Array.from(
    { length: processes },
    () => new ChildClient('connector', { dir, rounds, atOnce }),
  );
  for (const child of children) {
    const { first, last } = await child.next<{ first: Counts; last: Counts }>('its connections', timeoutMs);
    expect(last.descriptors).toBeLessThanOrEqual(first.descriptors);
    expect(last.mappings).toBeLessThanOrEqual(first.mappings);
    await child.end();
  }
}
