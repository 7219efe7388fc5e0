import { RingConsumer } from '../lane/ring-consumer.js';
import { RingProducer } from '../lane/ring-producer.js';
import { ringBytes } from '../layout/ring-layout.js';
import { Arena } from '../memory/arena.js';
import { type ChunkTable, chunkSource } from '../memory/chunk-table.js';
import { type Memory, SegmentId } from '../memory/segment.js';
import type { RouteTable } from '../route/route-table.js';
import { Outbox } from '../submit/outbox.js';
import { Party } from '../submit/party.js';
import type { SharedState } from './state/shared-state.js';
import type { WorkerHost } from './worker-host.js';

/** What a worker needs to send tasks of its own: memory, and ways to reach the others. */
export interface WorkerPartyParts {
  readonly index: number;
  readonly workers: number;
  readonly queueDepth: number;
  readonly memory: Memory;
  readonly chunks: ChunkTable;
  readonly shared: SharedState;
  readonly routes: RouteTable;
  readonly host: WorkerHost;
}

/** The worker as a submitter of subtasks, with a pair of rings to each other worker and none to itself. */
export function makeWorkerParty(parts: WorkerPartyParts): Party {
  const { index, workers, queueDepth, memory, chunks, shared, routes, host } = parts;
  const { main } = memory;
  const rings = Array.from({ length: workers }, (_, worker) =>
    worker === index ? undefined : shared.ringsOf(index, worker),
  );
  return new Party({
    id: index,
    token: shared.tokenOf(index),
    memory,
    arena: new Arena(chunkSource(chunks, SegmentId.kMain, index)),
    routes,
    outboxes: rings.map((at, worker) => {
      if (at === undefined) return undefined;
      return new Outbox(main, index, worker, new RingProducer(main, at, queueDepth), () =>
        host.ringBell(worker),
      );
    }),
    inboxes: rings.map((at) =>
      at === undefined ? undefined : new RingConsumer(main, at + ringBytes(queueDepth), queueDepth),
    ),
    host,
  });
}
