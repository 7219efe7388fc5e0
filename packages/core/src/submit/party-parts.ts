import type { RingConsumer } from '../lane/ring-consumer.js';
import type { Arena } from '../memory/arena.js';
import type { Memory } from '../memory/segment.js';
import type { RouteTable } from '../route/route-table.js';
import type { Outbox } from './outbox.js';
import type { PartyHost } from './party-host.js';

/** What a party consists of; assembled by the client's session or by the worker. */
export interface PartyParts {
  readonly id: number;
  /** Unique during a runtime's life: the origin of the task groups that this party begins. */
  readonly token: number;
  readonly memory: Memory;
  readonly arena: Arena;
  readonly routes: RouteTable;
  /** By worker; a worker has none to itself. */
  readonly outboxes: readonly (Outbox | undefined)[];
  readonly inboxes: readonly (RingConsumer | undefined)[];
  readonly host: PartyHost;
}
