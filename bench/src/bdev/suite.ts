import { runFio } from './fio.js';
import { type SampleOrder, takeSample } from './sample.js';
import { type Workload, workloads } from './workload.js';

export interface SuiteOptions {
  /** Directory of the runtime. */
  readonly dir: string;
  /** The file that all contenders share. */
  readonly path: string;
  readonly hasFio: boolean;
  readonly repeats: number;
  /** Ids of the workloads. */
  readonly only: readonly string[];
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly onProgress: (text: string) => void;
}

/** One sample of ours, between two of fio's. */
export interface Pair {
  readonly workload: string;
  readonly repeat: number;
  readonly perSecond: number;
  readonly by: string;
  readonly fioPerSecond?: { readonly before: number; readonly after: number };
  readonly nodeFsPerSecond?: number;
}

/** fio's two figures may differ by this much of their mean; if they differ more, the medium was disturbed. */
export const MOST_DRIFT = 0.1;

/** Whether ours can be compared with fio's at the same time. */
export function isSteady({ before, after }: { readonly before: number; readonly after: number }): boolean {
  return Math.abs(before - after) <= (MOST_DRIFT * (before + after)) / 2;
}

/** Runs every workload once, then all of them again, so that a phase of the medium affects all alike. */
export async function runSuite(options: SuiteOptions): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    for (const workload of workloads.filter(({ id }) => options.only.includes(id))) {
      options.onProgress(`repeat ${repeat + 1} of ${options.repeats}: ${workload.title}`);
      pairs.push({ workload: workload.id, repeat, ...(await measurePair(workload, options)) });
    }
  }
  return pairs;
}

async function measurePair(
  workload: Workload,
  { dir, path, hasFio, warmUpMs, durationMs }: SuiteOptions,
): Promise<Omit<Pair, 'workload' | 'repeat'>> {
  const isFile = workload.device === 'file';
  const order: SampleOrder = { dir, name: isFile ? path : workload.id, workload, warmUpMs, durationMs };
  const fio = (): Promise<number> => runFio(workload, path, durationMs);
  const before = isFile && hasFio ? await fio() : undefined;
  const ours = await takeSample('chimaera', order);
  const after = before === undefined ? undefined : await fio();
  // The goal compares with fs.read at depth 32.
  const nodeFs =
    isFile && workload.operation === 'read' && workload.depth === 32
      ? (await takeSample('node-fs', order)).perSecond
      : undefined;
  return {
    ...ours,
    ...(before !== undefined && after !== undefined && { fioPerSecond: { before, after } }),
    ...(nodeFs !== undefined && { nodeFsPerSecond: nodeFs }),
  };
}
