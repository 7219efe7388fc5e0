import { connect } from 'node:net';
import { join } from 'node:path';
import {
  CONTROL_SOCKET,
  type ControlReply,
  type ControlRequest,
  encodeMessage,
  MAX_REPLY_BYTES,
  parseReply,
} from '../client/control-protocol.js';
import { LineReader } from '../client/line-reader.js';
import { checkSocketPath } from '../os/socket-path.js';

/** One request to the runtime in `dir` without becoming its client; `undefined` if it does not answer. */
export function requestControl(
  dir: string,
  request: ControlRequest,
  timeoutMs: number,
): Promise<ControlReply | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path: checkSocketPath(join(dir, CONTROL_SOCKET)) });
    const lines = new LineReader(MAX_REPLY_BYTES);
    const finish = (reply: ControlReply | undefined): void => {
      socket.destroy();
      resolve(reply);
    };
    socket.setTimeout(timeoutMs, () => finish(undefined));
    socket.on('error', () => undefined); // followed by close
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
