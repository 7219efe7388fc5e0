/**
 * One sample: a process that opens one contender and puts every row to it, or that runs one trial, reports and ends.
 * Contenders never share a process, because V8 would optimize shared code for the one that came first.
 */
import { stopBenchRuntimes } from './bench-runtime.js';
import { loadContender } from './contenders/index.js';
import type { Session } from './contender.js';
import type { Reading, RowSettings } from './row.js';
import { rows } from './rows/index.js';
import { trials } from './trials/index.js';

/** Readings by row or trial. */
export type Readings = Readonly<Record<string, Reading>>;

/** What the process reports to the one that started it. */
export type SampleMessage = { readonly readings: Readings } | { readonly error: string };

/** What it is told to do, as JSON in its first argument. */
export type SampleOrder = { readonly settings: RowSettings } & (
  { readonly contender: string; readonly rows: readonly string[] } | { readonly trial: string }
);

async function takeSample(order: SampleOrder): Promise<Readings> {
  if ('trial' in order) return { [order.trial]: await takeTrial(order.trial, order.settings) };
  const opening = loadContender(order.contender).then((loaded) => loaded.open());
  try {
    return await Promise.race([
      opening.then((session) => measureAll(session, order.rows, order.settings)),
      interruption(),
    ]);
  } finally {
    await opening.then((session) => session.close());
  }
}

/** If it is interrupted, the trial itself has no chance to clean up. */
async function takeTrial(id: string, settings: RowSettings): Promise<Reading> {
  const trial = trials.find((one) => one.id === id);
  if (trial === undefined) throw new Error(`there is no trial '${id}'`);
  try {
    return await Promise.race([trial.measure(settings), interruption()]);
  } catch (error) {
    await stopBenchRuntimes();
    throw error;
  }
}

/** Rejects when this process is to end early. It notices Ctrl-C itself, and the end of its parent by the channel. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
      process.once(event, () => reject(new Error(`interrupted by ${event}`)));
    }
    process.once('uncaughtException', reject);
  });
}

async function measureAll(
  session: Session,
  wanted: readonly string[],
  settings: RowSettings,
): Promise<Readings> {
  const readings: Record<string, Reading> = {};
  for (const row of rows) {
    if (!wanted.includes(row.id) || row.supports?.(session) === false) continue;
    readings[row.id] = await row.measure(session, settings);
  }
  return readings;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

let message: SampleMessage;
try {
  message = { readings: await takeSample(JSON.parse(process.argv[2]!) as SampleOrder) };
} catch (error) {
  message = { error: describe(error) };
}
if (process.connected) process.send!(message, () => process.exit());
else process.exit(1);
