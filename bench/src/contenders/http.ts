import { Agent, createServer, request, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Contender, Session } from '../contender.js';
import { PeerProcess } from '../peer-process.js';
import { processed, type TaskInput, type TaskOutput } from '../task.js';

/** More connections gained nothing (measured with 1024 in flight). */
const MAX_CONNECTIONS = 64;
const self = fileURLToPath(import.meta.url);
const socketIn = (directory: string): string => join(directory, 'peer.sock');

/** JSON by POST to node:http in another process; no TCP. */
export const http: Contender = {
  id: 'http',
  title: 'HTTP keep-alive',
  setup: `another process, node:http over a Unix socket, JSON, at most ${MAX_CONNECTIONS} connections`,
  async open(): Promise<Session> {
    const server = await PeerProcess.fork(self);
    const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
    const options = { socketPath: socketIn(server.directory), agent, method: 'POST', path: '/custom' };
    return {
      call: (operationId, data) => post(options, { operationId, data }),
      async close() {
        agent.destroy();
        await server.stop();
      },
    };
  },
};

function post(options: RequestOptions, input: TaskInput): Promise<TaskOutput> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify(input);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    request({ ...options, headers }, (response) => {
      bodyOf(response).then((answer) => resolve(answer as TaskOutput), reject);
    })
      .once('error', reject)
      .end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<unknown> {
  return JSON.parse(await text(message));
}

/** The process on the other side; it ends with the one that started it. */
function serve(directory: string): void {
  const server = createServer((message, response) => {
    void bodyOf(message).then((input) => {
      const body = JSON.stringify({ data: processed((input as TaskInput).data) });
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    });
  });
  server.keepAliveTimeout = 0; // idle connections stay open, so that none breaks in the middle of a sample
  server.listen(socketIn(directory), () => process.send!('listening'));
  process.on('disconnect', () => process.exit());
}

if (process.argv[1] === self) serve(process.argv[2]!);
