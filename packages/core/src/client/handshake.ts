import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChimaeraError } from '../errors.js';
import { CORE_LAYOUT_VERSION } from '../layout/control-layout.js';
import { yieldProcessor } from '../os/futex.js';
import { remedyFor } from '../os/open-files.js';
import { selfIdentity, selfThread } from '../os/process-identity.js';
import { checkSocketPath } from '../os/socket-path.js';
import {
  CONTROL_SOCKET,
  encodeMessage,
  MAX_REPLY_BYTES,
  parseReply,
  PROTOCOL_VERSION,
  type Welcome,
} from './control-protocol.js';
import { LineReader } from './line-reader.js';

const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 200;
/** A living control plane answers well within this time, however busy the machine is. */
const WELCOME_TIMEOUT_MS = 10_000;
/** The same for callers that do not want to wait. */
const LEAST_WELCOME_TIMEOUT_MS = 2000;
/** Nobody listens, not yet or no longer: the runtime may be about to start. */
const NOT_THERE = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

const ELSEWHERE = 'name another directory with --dir or CHI_RUNTIME_DIR';

/** The runtime is there, but more clients are connecting at once than the system lets queue. */
const CROWDED = 'EAGAIN';

/** A control socket on which the runtime has sent its welcome. */
export interface Handshake {
  readonly socket: Socket;
  readonly lines: LineReader;
  readonly welcome: Welcome;
}

/**
 * Connects to the control plane of the runtime in `dir`, waiting for it if it is not there: for `waitSeconds`, or for
 * ever if that is negative. Fails at once if waiting cannot help.
 * @throws ChimaeraError CONNECT_FAILED, PROTOCOL_MISMATCH
 */
export async function shakeHands(dir: string, waitSeconds: number): Promise<Handshake> {
  const path = checkSocketPath(join(dir, CONTROL_SOCKET));
  const startMs = performance.now();
  const deadlineMs = waitSeconds < 0 ? Infinity : startMs + waitSeconds * 1000;
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)) {
    const result = await attempt(path, welcomeTimeoutMs(waitSeconds));
    if ('welcome' in result) return result;
    const isCrowded = result.why === CROWDED;
    const lastMs = isCrowded ? Math.max(deadlineMs, startMs + welcomeTimeoutMs(waitSeconds)) : deadlineMs;
    const leftMs = lastMs - performance.now();
    if (leftMs <= 0) throw isCrowded ? crowded(path) : unreachable(dir, path, result.why, waitSeconds);
    await sleep(Math.min(retryMs, leftMs));
  }
}

function welcomeTimeoutMs(waitSeconds: number): number {
  if (waitSeconds < 0) return WELCOME_TIMEOUT_MS;
  return Math.min(Math.max(waitSeconds * 1000, LEAST_WELCOME_TIMEOUT_MS), WELCOME_TIMEOUT_MS);
}

/** Tries once. A reason to try again is returned; a reason to give up is thrown. */
function attempt(path: string, timeoutMs: number): Promise<Handshake | { readonly why: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    const lines = new LineReader(MAX_REPLY_BYTES);
    const timer = setTimeout(() => {
      fail(
        new ChimaeraError(
          'CONNECT_FAILED',
          `the runtime at ${path} accepted the connection but said nothing for ${timeoutMs / 1000} s; look at its log, or restart it: npx chimaera runtime restart`,
        ),
      );
    }, timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => undefined); // whoever takes the socket over sees its close
    };
    const retry = (why: string): void => {
      settle();
      socket.destroy();
      resolve({ why });
    };
    const fail = (error: ChimaeraError): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const { code = '' } = error;
      if (NOT_THERE.has(code) || code === CROWDED) retry(code);
      else fail(refusedBy(path, error));
    });
    socket.once('close', () => retry('it closed the connection'));
    socket.once('connect', () => {
      // What is thrown in a listener would end the process.
      try {
        socket.write(encodeMessage(makeHello()));
        yieldProcessor(); // loads the C library while the runtime answers
      } catch (error) {
        fail(error as ChimaeraError);
      }
    });
    socket.on('data', (chunk: Buffer) => {
      const ok = lines.push(chunk, (line) => {
        const reply = parseReply(line);
        if (reply?.t === 'welcome') {
          settle();
          socket.pause();
          resolve({ socket, lines, welcome: reply });
        } else if (reply?.t === 'refused' && reply.code === 'RUNTIME_STOPPED') {
          retry(reply.message); // or not ready yet
        } else if (reply?.t === 'refused') {
          fail(new ChimaeraError(reply.code, reply.message));
        }
        return reply !== undefined;
      });
      if (!ok)
        fail(
          new ChimaeraError(
            'CONNECT_FAILED',
            `what answers at ${path} is not a Chimaera runtime; ${ELSEWHERE}`,
          ),
        );
    });
  });
}

function makeHello(): Parameters<typeof encodeMessage>[0] {
  const versions = { protocol: PROTOCOL_VERSION, layout: CORE_LAYOUT_VERSION };
  return { t: 'hello', ...versions, ...selfIdentity(), thread: selfThread() };
}

function unreachable(dir: string, path: string, why: string, waitSeconds: number): ChimaeraError {
  const waited = waitSeconds > 0 ? ` within ${waitSeconds} s` : '';
  return new ChimaeraError(
    'CONNECT_FAILED',
    `no runtime in ${dir} could be reached${waited} (${path}: ${why}); start it with \`npx chimaera runtime start\`, or ${ELSEWHERE}`,
  );
}

function crowded(path: string): ChimaeraError {
  return new ChimaeraError(
    'CONNECT_FAILED',
    `the runtime at ${path} accepts no more connections, because too many are waiting; try again, or look at its log`,
  );
}

/** What waiting cannot help: a file where a directory should be, a directory of another user. */
function refusedBy(path: string, error: NodeJS.ErrnoException): ChimaeraError {
  const isForbidden = error.code === 'EACCES' || error.code === 'EPERM';
  const remedy = isForbidden
    ? `a runtime serves only the user who started it: start one of your own, or ${ELSEWHERE}`
    : remedyFor(error, ELSEWHERE);
  const message = `${path} cannot be connected to: ${error.message}; ${remedy}`;
  return new ChimaeraError('CONNECT_FAILED', message, { cause: error });
}
