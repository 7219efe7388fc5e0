import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Client,
  credentials,
  loadPackageDefinition,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Contender, Session } from '../contender.js';
import { PeerProcess } from '../peer-process.js';
import { processed, type TaskInput, type TaskOutput } from '../task.js';

const PROTO = fileURLToPath(new URL('../../proto/tasks.proto', import.meta.url));
const self = fileURLToPath(import.meta.url);
const addressIn = (directory: string): string => `unix:${join(directory, 'peer.sock')}`;

interface TasksClient extends Client {
  custom(input: TaskInput, done: (error: Error | null, output: TaskOutput) => void): void;
}

/** The two sides from one declaration, proto/tasks.proto. */
function loadService(): ServiceClientConstructor {
  const { bench } = loadPackageDefinition(loadSync(PROTO)) as unknown as {
    bench: { Tasks: ServiceClientConstructor };
  };
  return bench.Tasks;
}

export const grpc: Contender = {
  id: 'grpc',
  title: 'gRPC',
  setup: 'another process, grpc-js over a Unix socket, no TLS',
  packageName: '@grpc/grpc-js',
  async open(): Promise<Session> {
    const server = await PeerProcess.fork(self);
    const client = new (loadService())(
      addressIn(server.directory),
      credentials.createInsecure(),
    ) as unknown as TasksClient;
    return {
      call: (operationId, data) =>
        new Promise((resolve, reject) =>
          client.custom({ operationId, data }, (error, output) => (error ? reject(error) : resolve(output))),
        ),
      async close() {
        client.close();
        await server.stop();
      },
    };
  },
};

/** The process on the other side; it ends with the one that started it. */
function serve(directory: string): void {
  const server = new Server();
  server.addService(loadService().service, {
    custom: ({ request }: ServerUnaryCall<TaskInput, TaskOutput>, answer: sendUnaryData<TaskOutput>) =>
      answer(null, { data: processed(request.data) }),
  });
  server.bindAsync(addressIn(directory), ServerCredentials.createInsecure(), (error) => {
    if (error !== null) throw error;
    process.send!('listening');
  });
  process.on('disconnect', () => process.exit());
}

if (process.argv[1] === self) serve(process.argv[2]!);
