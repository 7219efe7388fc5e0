import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measurePingPong } from 'chimaera/testing';
import type { RowSettings } from './row.js';
import type { Readings, SampleMessage, SampleOrder } from './sample.js';

export interface SuiteOptions {
  readonly contenders: readonly string[];
  readonly rows: readonly string[];
  readonly trials: readonly string[];
  readonly repeats: number;
  readonly trialRepeats: number;
  readonly settings: RowSettings;
  /** Called before each sample. */
  readonly onProgress: (done: number, total: number, title: string) => void;
  readonly signal: AbortSignal;
}

/** The figures of one process, with the class of the cores just before and just after. */
export interface Sample {
  readonly contender: string;
  /** The trial of the sample; absent if it answered the rows. */
  readonly trial?: string;
  readonly repeat: number;
  readonly pingPongNs: { readonly before: number; readonly after: number };
  readonly readings?: Readings;
  readonly error?: string;
}

/** What a sample is about, and what its process is told. */
type Station = Pick<Sample, 'contender' | 'trial'> & { readonly order: SampleOrder };

/** The contender that the trials are about. */
export const TRIED = 'chimaera';

/** A contender that hangs must not hold up the others. */
const MAX_SAMPLE_MS = 120_000;
const MAX_END_MS = 10_000;

const sampleProgram = fileURLToPath(new URL('sample.js', import.meta.url));

/**
 * Takes every sample, contender by contender, trial by trial, and then all of them again, so that what neighbours of a
 * virtual machine do for half a minute affects all alike, and not only the one whose turn it was.
 */
export async function runSuite(options: SuiteOptions): Promise<Sample[]> {
  const { contenders, rows, trials, repeats, trialRepeats, settings, onProgress, signal } = options;
  const contending = (rows.length > 0 ? contenders : []).map((contender): Station => {
    return { contender, order: { contender, rows, settings } };
  });
  const tried = trials.map((trial): Station => ({ contender: TRIED, trial, order: { trial, settings } }));
  const total = repeats * contending.length + trialRepeats * tried.length;
  const samples: Sample[] = [];
  let before = await measurePingPong();
  for (let repeat = 0; repeat < Math.max(repeats, trialRepeats); repeat++) {
    const stations = [...(repeat < repeats ? contending : []), ...(repeat < trialRepeats ? tried : [])];
    for (const { order, ...what } of stations) {
      if (signal.aborted) return samples;
      onProgress(samples.length, total, what.trial ?? what.contender);
      const outcome = await takeSample(order, signal);
      const after = await measurePingPong();
      samples.push({ ...what, repeat, pingPongNs: { before, after }, ...outcome });
      before = after;
    }
  }
  return samples;
}

async function takeSample(order: SampleOrder, signal: AbortSignal): Promise<SampleMessage> {
  const child = fork(sampleProgram, [JSON.stringify(order)], { stdio: ['ignore', 2, 2, 'ipc'] });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    return await messageOf(child);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function messageOf(child: ChildProcess): Promise<SampleMessage> {
  let message: SampleMessage | undefined;
  child.once('message', (said) => (message = said as SampleMessage));
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), MAX_SAMPLE_MS),
    setTimeout(() => child.kill('SIGKILL'), MAX_SAMPLE_MS + MAX_END_MS),
  ];
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  timers.forEach(clearTimeout);
  return message ?? { error: `its process ended with ${signal ?? `code ${code}`} and no figures` };
}
