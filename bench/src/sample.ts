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

async function takeSample({ contender, rows: wanted, settings }: SampleOrder): Promise<void> {
  const opening = loadContender(contender).then((loaded) => loaded.open());
  // Ctrl-C reaches every process of the terminal; the end of the parent, only through the channel.
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.once(event, () => void opening.then((session) => session.close()).finally(() => process.exit(1)));
  }
  const session = await opening;
  let message: SampleMessage;
  try {
    message = { readings: await measureAll(session, wanted, settings) };
  } catch (error) {
    message = { error: String(error) };
  }
  await session.close();
  await report(message);
}

async function measureAll(session: Session, wanted: readonly string[], settings: RowSettings): Promise<Readings> {
  const readings: Record<string, Readonly<Record<string, number>>> = {};
  for (const row of rows) {
    if (!wanted.includes(row.id) || row.supports?.(session) === false) continue;
    readings[row.id] = await row.measure(session, settings);
  }
  return readings;
}

function report(message: SampleMessage): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

try {
  await takeSample(JSON.parse(process.argv[2]!) as SampleOrder);
} catch (error) {
  await report({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
process.exit();
