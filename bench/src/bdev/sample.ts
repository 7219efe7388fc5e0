import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Workload } from './workload.js';

/** What a measuring program is told, as JSON in its first argument. */
export interface SampleOrder {
  /** Directory of the runtime. */
  readonly dir: string;
  /** Path of a file device, or the name of one in memory. */
  readonly name: string;
  readonly workload: Workload;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

export interface Figure {
  /** Transfers per second. */
  readonly perSecond: number;
  /** What moved the bytes, such as `io_uring, direct`. */
  readonly by: string;
}

const MAX_SAMPLE_MS = 60_000;

/** Measures in a separate process. @throws Error if that fails or takes too long */
export async function takeSample(program: 'chimaera' | 'node-fs', order: SampleOrder): Promise<Figure> {
  const path = fileURLToPath(new URL(`${program}-program.js`, import.meta.url));
  const child = fork(path, [JSON.stringify(order)], { stdio: ['ignore', 2, 2, 'ipc'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), MAX_SAMPLE_MS);
  let figure: Figure | undefined;
  child.once('message', (message) => (figure = message as Figure));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(timer);
  if (figure === undefined) throw new Error(`${program} measured nothing: it ended with ${signal ?? code}`);
  return figure;
}

/** Transfers per second of `depth` loops, each with one transfer under way. */
export async function measureLoops(
  { workload: { depth }, warmUpMs, durationMs }: SampleOrder,
  transfer: (loop: number) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  let endMs = performance.now() + warmUpMs;
  const loop = async (_: unknown, index: number): Promise<void> => {
    while (performance.now() < endMs) {
      await transfer(index);
      count++;
    }
  };
  await Promise.all(Array.from({ length: depth }, loop));
  count = 0;
  const beganMs = performance.now();
  endMs = beganMs + durationMs;
  await Promise.all(Array.from({ length: depth }, loop));
  return (count * 1000) / (performance.now() - beganMs);
}

/** Offsets of transfers within `total` bytes: random or consecutive. */
export function placesOf({ isRandom, bytes }: Workload, total: number): () => number {
  const places = Math.floor(total / bytes);
  let next = 0;
  return () => (isRandom ? Math.floor(Math.random() * places) : next++ % places) * bytes;
}
