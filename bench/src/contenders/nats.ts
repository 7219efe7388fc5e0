import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect, JSONCodec } from 'nats';
import type { Contender, Session } from '../contender.js';
import { isInstalled } from '../find-program.js';
import { MAX_START_MS, PeerProcess } from '../peer-process.js';
import { processed, type TaskInput, type TaskOutput } from '../task.js';

const SERVER = 'nats-server';
const SUBJECT = 'custom';
const REQUEST_MS = 10_000;
const self = fileURLToPath(import.meta.url);
const inputs = JSONCodec<TaskInput>();
const outputs = JSONCodec<TaskOutput>();

export const nats: Contender = {
  id: 'nats',
  title: 'NATS',
  setup: 'a worker process, request and reply over TCP on this machine, JSON',
  packageName: 'nats',
  missing: () => (isInstalled(SERVER) ? undefined : `${SERVER} is not on the PATH`),
  async open(): Promise<Session> {
    const server = await PeerProcess.spawn(SERVER, (directory) => [
      '--addr',
      '127.0.0.1',
      '--port',
      '-1',
      '--ports_file_dir',
      directory,
      '--log',
      '/dev/null',
    ]);
    try {
      const address = await addressOf(server.directory);
      const worker = await PeerProcess.fork(self, [address]);
      const client = await connect({ servers: address, reconnect: false });
      return {
        async call(operationId, data) {
          const input = inputs.encode({ operationId, data });
          return outputs.decode((await client.request(SUBJECT, input, { timeout: REQUEST_MS })).data);
        },
        async close() {
          await client.close();
          await worker.stop();
          await server.stop();
        },
      };
    } catch (error) {
      await server.stop();
      throw error;
    }
  },
};

/** The server chooses a free port and writes it to a file. */
async function addressOf(directory: string): Promise<string> {
  const deadlineMs = performance.now() + MAX_START_MS;
  for (;;) {
    const file = readdirSync(directory).find((name) => name.endsWith('.ports'));
    const address =
      file === undefined ? undefined : firstAddress(readFileSync(join(directory, file), 'utf8'));
    if (address !== undefined) return address;
    if (performance.now() > deadlineMs) throw new Error(`${SERVER} did not start`);
    await sleep(20);
  }
}

/** Undefined while the file is still being written. */
function firstAddress(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { nats: string[] }).nats[0];
  } catch {
    return undefined;
  }
}

/** The process that works; it ends with the one that started it. */
async function serve(address: string): Promise<void> {
  const client = await connect({ servers: address, reconnect: false });
  client.subscribe(SUBJECT, {
    callback: (_error, message) => {
      message.respond(outputs.encode({ data: processed(inputs.decode(message.data).data) }));
    },
  });
  await client.flush();
  process.on('disconnect', () => process.exit());
  process.send!('listening');
}

if (process.argv[1] === self) await serve(process.argv[3]!);
