/**
 * One sample: a process that opens one contender, puts every row to it, reports and ends. Contenders never share a
 * process, because V8 would tune what they have in common to the one that came first.
 */
import { loadContender } from './contenders/index.js';
import type { Session } from './contender.js';
import type { RowSettings } from './row.js';
import { rows } from './rows/index.js';

/** Values by row and metric. */
export type Readings = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the process says to the one that started it. */
export type SampleMessage = { readonly readings: Readings } | { readonly error: string };

/** What it is told to do, as JSON in its first argument. */
export interface SampleOrder {
  readonly contender: string;
  readonly rows: readonly string[];
  readonly settings: RowSettings;
}

async function takeSample({ contender, rows: wanted, settings }: SampleOrder): Promise<Readings> {
  const opening = loadContender(contender).then((loaded) => loaded.open());
  try {
    return await Promise.race([
      opening.then((session) => measureAll(session, wanted, settings)),
      interruption(),
    ]);
  } finally {
    await opening.then((session) => session.close());
  }
}

/** Rejected when this process is to end early. Ctrl-C reaches it by itself; the end of its parent, by the channel. */
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
  const readings: Record<string, Readonly<Record<string, number>>> = {};
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
