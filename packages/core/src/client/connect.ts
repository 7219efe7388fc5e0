import { ChimaeraError } from '../errors.js';
import { runtimeDirectory } from '../config/runtime-dir.js';
import { importAdmin, type AdminConstructor } from '../submit/import-admin.js';
import { Connection } from './connection.js';
import { Session } from './session.js';

export interface ConnectOptions {
  /** Directory of the runtime; `CHI_RUNTIME_DIR`, else the user's default one. */
  readonly dir?: string;
  /** How long to wait for a runtime: 0 fails at once, -1 waits for ever; `CHI_WAIT_SERVER`, else 30. */
  readonly waitServerSeconds?: number;
}

/**
 * Connects this process to a runtime.
 * @throws ChimaeraError CONNECT_FAILED when none answers in time; PROTOCOL_MISMATCH when it is of another version
 */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  const admin = importAdmin();
  // Awaited below, after the session is open; until then a failure must not count as unhandled.
  admin.catch(() => undefined);
  const session = await Session.open({
    dir: runtimeDirectory(options.dir),
    waitServerSeconds: options.waitServerSeconds ?? waitServerSeconds(),
  });
  return openConnection(session, admin);
}

/** @internal Also used by embedded runtimes, whose session comes about differently. */
export async function openConnection(
  session: Session,
  admin: Promise<AdminConstructor>,
  afterClose?: () => Promise<void>,
): Promise<Connection> {
  const connection = new Connection(session, undefined, afterClose);
  try {
    connection.admin = new (await admin)(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

function waitServerSeconds(): number {
  const text = process.env['CHI_WAIT_SERVER'];
  if (text === undefined || text === '') return 30;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= -1) return seconds;
  throw new ChimaeraError(
    'CONFIG_INVALID',
    `CHI_WAIT_SERVER is '${text}'; give seconds, 0 to fail at once, or -1 to wait for ever`,
  );
}
