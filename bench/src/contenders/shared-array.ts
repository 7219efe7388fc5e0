import { isMainThread, Worker, workerData } from 'node:worker_threads';
import type { Contender, Session } from '../contender.js';
import { Pending } from '../pending.js';
import { processed, type TaskOutput } from '../task.js';
import { SharedRing } from './shared-ring.js';

interface Rings {
  readonly requests: SharedArrayBuffer;
  readonly replies: SharedArrayBuffer;
}

/** More than any row has in flight. */
const SLOTS = 2048;

/**
 * What an expert would build for two threads: a ring each way in shared memory, where an idle side sleeps and is woken
 * only if it does. No routing, no checks, no failures, and only for threads of one process.
 */
export const sharedArray: Contender = {
  id: 'shared-array',
  title: 'SharedArrayBuffer + Atomics.wait',
  setup: 'one worker thread, a hand-made ring each way; Atomics.waitAsync in the client',
  async open(): Promise<Session> {
    const requests = SharedRing.create(SLOTS);
    const replies = SharedRing.create(SLOTS);
    const rings: Rings = { requests: requests.memory, replies: replies.memory };
    const worker = new Worker(new URL(import.meta.url), { workerData: rings });
    await new Promise((resolve) => worker.once('online', resolve));
    const client = new Caller(requests, replies);
    return {
      call: (operationId, data) => client.call(operationId, data),
      callSync: (operationId, data) => client.callSync(operationId, data),
      close: async () => void (await worker.terminate()),
    };
  },
};

class Caller {
  private readonly pending = new Pending<TaskOutput>();
  private underWay = 0;
  private isListening = false;
  private answer: TaskOutput | undefined;

  constructor(
    private readonly requests: SharedRing,
    private readonly replies: SharedRing,
  ) {}

  call(operationId: number, data: string): Promise<TaskOutput> {
    const answer = this.pending.add((id) => this.requests.push(id, operationId, data));
    this.underWay++;
    if (!this.isListening) void this.listen();
    return answer;
  }

  callSync(operationId: number, data: string): TaskOutput {
    this.requests.push(0, operationId, data);
    while (this.replies.drain((_id, _operationId, text) => (this.answer = { data: text })) === 0)
      this.replies.sleep();
    return this.answer!;
  }

  private async listen(): Promise<void> {
    this.isListening = true;
    while (this.underWay > 0) {
      const taken = this.replies.drain((id, _operationId, data) => this.pending.settle(id, { data }));
      this.underWay -= taken;
      // Let those go on first that have their answer, so that what they send next leaves before this side sleeps.
      if (taken > 0) await Promise.resolve();
      else await this.replies.sleepAsync();
    }
    this.isListening = false;
  }
}

if (!isMainThread) {
  const { requests, replies } = workerData as Rings;
  const [inbox, outbox] = [new SharedRing(requests), new SharedRing(replies)];
  for (;;) {
    const taken = inbox.drain((id, operationId, data) => outbox.push(id, operationId, processed(data)));
    if (taken === 0) inbox.sleep();
  }
}
