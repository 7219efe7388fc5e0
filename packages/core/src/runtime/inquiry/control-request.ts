import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CONTROL_SOCKET,
  type ControlReply,
  type ControlRequest,
  encodeMessage,
  MAX_REPLY_BYTES,
  parseReply,
} from '../../client/control-protocol.js';
import { LineReader } from '../../client/line-reader.js';
import { checkSocketPath } from '../../os/socket-path.js';

const RETRY_MS = 10;

/** Sends one request to the runtime in `dir` without becoming its client; `undefined` if it does not answer. */
export async function requestControl(
  dir: string,
  request: ControlRequest,
  timeoutMs: number,
): Promise<ControlReply | undefined> {
  const path = checkSocketPath(join(dir, CONTROL_SOCKET));
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const leftMs = deadlineMs - performance.now();
    const reply = leftMs > 0 ? await attempt(path, request, leftMs) : undefined;
    if (reply !== 'crowded') return reply;
    await sleep(RETRY_MS);
  }
}

/** `crowded` if the system's queue of clients that want to connect is full. */
function attempt(
  path: string,
  request: ControlRequest,
  timeoutMs: number,
): Promise<ControlReply | 'crowded' | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const lines = new LineReader(MAX_REPLY_BYTES);
    const finish = (reply: ControlReply | undefined): void => {
      socket.destroy();
      resolve(reply);
    };
    socket.setTimeout(timeoutMs, () => finish(undefined));
    // The close that follows would be too late.
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EAGAIN') resolve('crowded');
    });
    socket.once('close', () => resolve(undefined));
    socket.once('connect', () => socket.write(encodeMessage(request)));
    socket.on('data', (chunk: Buffer) => {
      const ok = lines.push(chunk, (line) => {
        finish(parseReply(line));
        return true;
      });
      if (!ok) finish(undefined);
    });
  });
}
