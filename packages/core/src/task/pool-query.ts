import { ChimaeraError, shown } from '../errors.js';

/** How a task is addressed within its pool (guide: chi::PoolQuery; checklist SIL13). */
export const QueryKind = {
  kLocal: 0,
  kDirectId: 1,
  kDirectHash: 2,
  kRange: 3,
  kBroadcast: 4,
  kPhysical: 5,
  kDynamic: 6,
} as const;
export type QueryKind = (typeof QueryKind)[keyof typeof QueryKind];

interface TextForm {
  readonly name: string;
  readonly kind: QueryKind;
  readonly numbers: 0 | 1 | 2;
}

const TEXT_FORMS: readonly TextForm[] = [
  { name: 'local', kind: QueryKind.kLocal, numbers: 0 },
  { name: 'direct_id', kind: QueryKind.kDirectId, numbers: 1 },
  { name: 'direct_hash', kind: QueryKind.kDirectHash, numbers: 1 },
  { name: 'range', kind: QueryKind.kRange, numbers: 2 },
  { name: 'broadcast', kind: QueryKind.kBroadcast, numbers: 0 },
  { name: 'physical', kind: QueryKind.kPhysical, numbers: 1 },
  { name: 'dynamic', kind: QueryKind.kDynamic, numbers: 0 },
];

const FORMS = `use one of ${TEXT_FORMS.map(({ name, numbers }) => name + ':n'.repeat(numbers)).join(', ')}`;

/** Which containers of a pool a task goes to. Immutable; queries without numbers are shared objects. */
export class PoolQuery {
  private static readonly localQuery = new PoolQuery(QueryKind.kLocal, 0, 0);
  private static readonly broadcastQuery = new PoolQuery(QueryKind.kBroadcast, 0, 0);
  private static readonly dynamicQuery = new PoolQuery(QueryKind.kDynamic, 0, 0);

  private constructor(
    readonly kind: QueryKind,
    /** Container, hash, offset or node. */
    readonly a: number,
    /** Number of containers in a range. */
    readonly b: number,
  ) {}

  /** The only container, or each in turn when the pool has several. */
  static local(): PoolQuery {
    return PoolQuery.localQuery;
  }

  /** Exactly the container with this number. */
  static directId(container: number): PoolQuery {
    return new PoolQuery(QueryKind.kDirectId, u32('container', container), 0);
  }

  /** Container `hash % containers`: equal hashes reach the same container. */
  static directHash(hash: number): PoolQuery {
    return new PoolQuery(QueryKind.kDirectHash, u32('hash', hash), 0);
  }

  /** A copy for each of `count` containers from `offset` on. */
  static range(offset: number, count: number): PoolQuery {
    if (count === 0) throw new ChimaeraError('BAD_QUERY', 'a range addresses at least one container');
    return new PoolQuery(QueryKind.kRange, u32('offset', offset), u32('count', count));
  }

  /** A copy for every container. */
  static broadcast(): PoolQuery {
    return PoolQuery.broadcastQuery;
  }

  /** A node, whatever its containers; a single host is node 0. */
  static physical(node: number): PoolQuery {
    return new PoolQuery(QueryKind.kPhysical, u32('node', node), 0);
  }

  /** The runtime decides; for a task of an ordinary pool the same as `local()`. */
  static dynamic(): PoolQuery {
    return PoolQuery.dynamicQuery;
  }

  /**
   * @param text `local`, `direct_id:3`, `direct_hash:7`, `range:0:4`, `broadcast`, `physical:0` or `dynamic`, in any
   * case
   * @throws ChimaeraError BAD_QUERY for anything else
   */
  static parse(text: string): PoolQuery {
    if (typeof text !== 'string')
      throw new ChimaeraError('BAD_QUERY', `${shown(text)} is not a pool query; ${FORMS}`);
    const [name, ...rest] = text.trim().toLowerCase().split(':');
    const form = TEXT_FORMS.find((candidate) => candidate.name === name);
    const digits = rest.every((part) => /^\d{1,10}$/.test(part));
    if (form === undefined || rest.length !== form.numbers || !digits) {
      throw new ChimaeraError('BAD_QUERY', `'${text}' is not a pool query; ${FORMS}`);
    }
    return PoolQuery.of(form.kind, Number(rest[0] ?? 0), Number(rest[1] ?? 0));
  }

  /** Made from the numbers that a task carries. @throws ChimaeraError BAD_QUERY for a kind that does not exist */
  static of(kind: number, a: number, b: number): PoolQuery {
    switch (kind) {
      case QueryKind.kLocal:
        return PoolQuery.localQuery;
      case QueryKind.kDirectId:
        return PoolQuery.directId(a);
      case QueryKind.kDirectHash:
        return PoolQuery.directHash(a);
      case QueryKind.kRange:
        return PoolQuery.range(a, b);
      case QueryKind.kBroadcast:
        return PoolQuery.broadcastQuery;
      case QueryKind.kPhysical:
        return PoolQuery.physical(a);
      case QueryKind.kDynamic:
        return PoolQuery.dynamicQuery;
      default:
        throw new ChimaeraError('BAD_QUERY', `there is no pool query of kind ${kind}`);
    }
  }

  toString(): string {
    const form = TEXT_FORMS.find(({ kind }) => kind === this.kind) as TextForm;
    return [form.name, this.a, this.b].slice(0, 1 + form.numbers).join(':');
  }

  toJSON(): string {
    return this.toString();
  }
}

function u32(name: string, value: number): number {
  if (typeof value === 'number' && value >>> 0 === value) return value;
  throw new ChimaeraError('BAD_QUERY', `${name} of a pool query is a u32, got ${shown(value)}`);
}
