import type { RingConsumer } from '../lane/ring-consumer.js';
import type { Arena } from '../memory/arena.js';
import type { Memory } from '../memory/segment.js';
import type { RouteTable } from '../route/route-table.js';
import type { Outbox } from './outbox.js';
import type { PartyHost } from './party-host.js';

/** What a party consists of; the client's session or the worker puts it together. */
export interface PartyParts {
  readonly id: number;
  /** Unique while the runtime lives: the origin of the task groups that this party begins. */
  readonly token: number;
  readonly memory: Memory;
  readonly arena: Arena;
  readonly routes: RouteTable;
  /** By worker; a worker has none to itself. */
  readonly outboxes: readonly (Outbox | undefined)[];
  readonly inboxes: readonly (RingConsumer | undefined)[];
  readonly host: PartyHost;
}
