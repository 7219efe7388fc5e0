import { importAdmin, type AdminConstructor } from '../chi/import-admin.js';
import { runtimeDirectory } from '../config/runtime-dir.js';
import { ChimaeraError, refuseUnknown, shown } from '../errors.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { otherRuntimes } from './other-runtimes.js';
import { Session } from './session.js';

const NOTICE_AFTER_MS = 3000;

export interface ConnectOptions {
  /** Directory of the runtime; `CHI_RUNTIME_DIR`, else the user's default one. */
  readonly dir?: string | undefined;
  /** How long to wait for a runtime: 0 fails at once, -1 waits for ever; `CHI_WAIT_SERVER`, else 30. */
  readonly waitServerSeconds?: number | undefined;
  /**
   * Whether the connection outlives the runtime and finds the next one in the same directory. What is under way when a
   * runtime ends fails with RUNTIME_GONE or RUNTIME_STOPPED and is not sent again. Later calls that return a promise
   * wait for the next runtime, for as long as `connect` would. False by default: then every later call fails.
   */
  readonly reconnect?: boolean | undefined;
}

/**
 * Connects this process to a runtime.
 * @throws ChimaeraError CONNECT_FAILED if none answers in time; PROTOCOL_MISMATCH if it is of another version
 */
export async function connect(options: ConnectOptions = {}): Promise<Connection> {
  checkConnectOptions(options);
  const admin = importAdmin();
  // Awaited below, after the session is open; until then a failure must not count as unhandled.
  admin.catch(() => undefined);
  const dir = runtimeDirectory(options.dir);
  const patienceSeconds = options.waitServerSeconds ?? waitServerSeconds();
  const open = (seconds: number): Promise<Session> => Session.open({ dir, waitServerSeconds: seconds });
  const session = await withNotice(open(patienceSeconds), dir, patienceSeconds);
  const reconnect = options.reconnect === true ? { open, patienceSeconds } : undefined;
  return openConnection(session, admin, { reconnect });
}

/** Tells the user that it is waiting: a program that hangs in silence for half a minute looks broken. */
async function withNotice(opening: Promise<Session>, dir: string, patienceSeconds: number): Promise<Session> {
  const limit = patienceSeconds < 0 ? 'until one does' : `up to ${patienceSeconds} s`;
  const timer = setTimeout(() => {
    const message = `no runtime answers in ${dir} yet; connect() waits ${limit}; start one with \`npx chimaera runtime start\`${elsewhere(dir)}`;
    process.emitWarning(message, { type: 'ChimaeraWarning', code: 'CHI_WAITING' });
  }, NOTICE_AFTER_MS).unref();
  try {
    return await opening;
  } catch (error) {
    const { code, message, cause } = error as ChimaeraError;
    const hint = code === 'CONNECT_FAILED' ? elsewhere(dir) : '';
    throw hint === '' ? error : new ChimaeraError(code, message + hint, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** A hint for a user who looks in the wrong place. */
function elsewhere(dir: string): string {
  const others = otherRuntimes(dir);
  return others.length > 0 ? `; runtimes of yours are in ${others.join(', ')}` : '';
}

/** @internal Also used by embedded runtimes, whose session is created differently. */
export async function openConnection(
  session: Session,
  admin: Promise<AdminConstructor>,
  options?: ConnectionOptions,
): Promise<Connection> {
  const connection = new Connection(session, options);
  try {
    connection.admin = new (await admin)(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

/** For callers without a compiler. */
function checkConnectOptions(options: ConnectOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new ChimaeraError('INVALID_ARGUMENT', 'connect: its options are an object');
  refuseUnknown('connect()', options, ['dir', 'waitServerSeconds', 'reconnect']);
  const { dir, waitServerSeconds: seconds } = options;
  if (dir !== undefined && (typeof dir !== 'string' || dir === '' || dir.includes('\0')))
    throw new ChimaeraError('INVALID_ARGUMENT', 'connect: dir is the path of a directory');
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= -1)) {
    throw new ChimaeraError(
      'INVALID_ARGUMENT',
      `connect: waitServerSeconds is a number of seconds, 0 to fail at once or -1 to wait for ever, not ${shown(seconds)}`,
    );
  }
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
