import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient, type RedisClientType } from '@redis/client';
import type { Contender, Session } from '../contender.js';
import { isInstalled } from '../find-program.js';
import { MAX_START_MS, PeerProcess } from '../peer-process.js';
import { Pending } from '../pending.js';
import { processed, type TaskOutput } from '../task.js';

type Request = [id: number, operationId: number, data: string];
type Reply = [id: number, data: string];

const SERVER = 'redis-server';
const REQUESTS = 'requests';
const REPLIES = 'replies';
const self = fileURLToPath(import.meta.url);
const socketIn = (directory: string): string => join(directory, 'redis.sock');

/** Publish and subscribe, the fastest that Redis has: a list or a stream would keep what nobody took. */
export const redis: Contender = {
  id: 'redis',
  title: 'Redis',
  setup: 'a worker process, publish and subscribe over a Unix socket, JSON; nothing is stored',
  packageName: '@redis/client',
  missing: () => (isInstalled(SERVER) ? undefined : `${SERVER} is not on the PATH`),
  async open(): Promise<Session> {
    const server = await PeerProcess.spawn(SERVER, (directory) => [
      '--port',
      '0',
      '--unixsocket',
      socketIn(directory),
      '--save',
      '',
      '--appendonly',
      'no',
      '--logfile',
      '/dev/null',
    ]);
    try {
      const { publisher, subscriber } = await connectBoth(server.directory);
      const worker = await PeerProcess.fork(self, [server.directory]);
      const pending = new Pending<TaskOutput>();
      await subscriber.subscribe(REPLIES, (message) => {
        const [id, data] = JSON.parse(message) as Reply;
        pending.settle(id, { data });
      });
      return {
        call: (operationId, data) =>
          pending.add(
            (id) =>
              void publisher.publish(REQUESTS, JSON.stringify([id, operationId, data] satisfies Request)),
          ),
        async close() {
          publisher.destroy();
          subscriber.destroy();
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

/** Tries until the server is there. */
async function connectBoth(
  directory: string,
): Promise<{ publisher: RedisClientType; subscriber: RedisClientType }> {
  const deadlineMs = performance.now() + MAX_START_MS;
  for (;;) {
    try {
      return { publisher: await connectTo(directory), subscriber: await connectTo(directory) };
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await sleep(20);
    }
  }
}

async function connectTo(directory: string): Promise<RedisClientType> {
  const client = createClient({ socket: { path: socketIn(directory), reconnectStrategy: false } });
  client.on('error', () => undefined); // whoever awaits it gets the error as well
  return (await client.connect()) as RedisClientType;
}

/** The process that works; it ends with the one that started it. */
async function serve(directory: string): Promise<void> {
  const { publisher, subscriber } = await connectBoth(directory);
  await subscriber.subscribe(REQUESTS, (message) => {
    const [id, , data] = JSON.parse(message) as Request;
    void publisher.publish(REPLIES, JSON.stringify([id, processed(data)] satisfies Reply));
  });
  process.on('disconnect', () => process.exit());
  process.send!('listening');
}

if (process.argv[1] === self) await serve(process.argv[3]!);
