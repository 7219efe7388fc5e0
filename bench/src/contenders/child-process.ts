import type { SerializationType } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Contender, Session } from '../contender.js';
import { PeerProcess } from '../peer-process.js';
import { Pending } from '../pending.js';
import { processed, type TaskOutput } from '../task.js';

interface Request {
  readonly id: number;
  readonly operationId: number;
  readonly data: string;
}

interface Reply extends TaskOutput {
  readonly id: number;
}

const self = fileURLToPath(import.meta.url);

/** `fork` and `send`, as Node provides them. */
export const childProcess = contenderWith('json', 'child-process', 'child_process send');
/** The same with V8's own serialization in place of JSON. */
export const childProcessAdvanced = contenderWith(
  'advanced',
  'child-process-advanced',
  'child_process, advanced',
);

function contenderWith(serialization: SerializationType, id: string, title: string): Contender {
  return {
    id,
    title,
    setup: `another process, the channel of fork(), serialization '${serialization}'`,
    async open(): Promise<Session> {
      const server = await PeerProcess.fork(self, [], { serialization });
      const pending = new Pending<TaskOutput>();
      server.child.on('message', (reply: Reply) => pending.settle(reply.id, reply));
      return {
        call: (operationId, data) =>
          pending.add((id) => server.child.send({ id, operationId, data } satisfies Request)),
        close: () => server.stop(),
      };
    },
  };
}

/** The process on the other side; it ends with the one that started it. */
function serve(): void {
  process.on('message', ({ id, data }: Request) => {
    process.send!({ id, data: processed(data) } satisfies Reply);
  });
  process.on('disconnect', () => process.exit());
  process.send!('ready');
}

if (process.argv[1] === self) serve();
