/** The figures that the project wants to reach. */
import type { Cores } from '../cores.js';
import { formatPercent, formatPerSecond, formatPlain, formatRatio, formatUs } from './format.js';

/** Looks up the median of a metric; undefined where there is none. */
export type Lookup = (contender: string, row: string, metric: string) => number | undefined;

/** A figure, how to find it in a run, and what it should be. */
export interface Target {
  readonly id: string;
  readonly title: string;
  /** If set, the target applies only with such cores, and samples with other cores do not count for it. */
  readonly cores?: Cores;
  readonly is: 'at most' | 'at least';
  readonly goal: number;
  readonly format: (value: number) => string;
  value(of: Lookup): number | undefined;
}

const OWN = 'chimaera';

const PEERS: readonly (readonly [title: string, ids: readonly string[], timesLower: number])[] = [
  ['piscina', ['piscina', 'piscina-no-atomics'], 80],
  ['gRPC', ['grpc'], 300],
  ['Unix socket + msgpackr', ['unix-socket'], 60],
  ['worker_threads postMessage', ['post-message'], 60],
];

export const targets: readonly Target[] = [
  own({
    id: 'p50Near',
    title: 'round trip awaited, p50',
    atMost: 1,
    unit: us,
    row: 'oneInFlight',
    metric: 'p50Us',
    cores: 'near',
  }),
  own({
    id: 'p50Far',
    title: 'round trip awaited, p50',
    atMost: 1.8,
    unit: us,
    row: 'oneInFlight',
    metric: 'p50Us',
    cores: 'far',
  }),
  own({
    id: 'p99Near',
    title: 'round trip awaited, p99',
    atMost: 4,
    unit: us,
    row: 'oneInFlight',
    metric: 'p99Us',
    cores: 'near',
  }),
  own({
    id: 'blockingNear',
    title: 'round trip blocking, p50',
    atMost: 0.9,
    unit: us,
    row: 'blocking',
    metric: 'p50Us',
    cores: 'near',
  }),
  ...[64, 1024].flatMap((depth) => [
    own({
      id: `inFlight${depth}`,
      title: `${depth} in flight, awaited`,
      atLeast: 2.5e6,
      unit: perSecond,
      row: `inFlight${depth}`,
      metric: 'perSecond',
      cores: 'near',
    }),
    own({
      id: `handles${depth}`,
      title: `${depth} in flight, by handles`,
      atLeast: 3.5e6,
      unit: perSecond,
      row: `handles${depth}`,
      metric: 'perSecond',
      cores: 'near',
    }),
  ]),
  ...PEERS.map(([title, ids, times]) => lowerThan(title, ids, times)),
  ...PEERS.map(([title, ids]) => moreThan(title, ids, 'inFlight64', 'perSecond', '64 in flight')),
  moreThan(
    'postMessage without transfer',
    ['post-message'],
    'region',
    'megabytesPerSecond',
    '1 MiB there and back',
  ),
  own({
    id: 'clients2',
    title: 'two clients, of one',
    atLeast: 0.85,
    unit: formatPercent,
    row: 'clients',
    metric: 'clients2OfOne',
  }),
  own({
    id: 'clients4',
    title: 'four clients, of one',
    atLeast: 0.85,
    unit: formatPercent,
    row: 'clients',
    metric: 'clients4OfOne',
  }),
  own({
    id: 'idleClients',
    title: 'p50 beside 256 idle clients, of alone',
    atMost: 1.1,
    unit: formatPercent,
    row: 'idleClients',
    metric: 'besideOfAlone',
  }),
  own({
    id: 'firstTask100ms',
    title: 'first task after 100 ms, p50',
    atMost: 80,
    unit: us,
    row: 'firstTask',
    metric: 'p50Us',
  }),
  own({
    id: 'firstTask5s',
    title: 'first task after 5 s, p50',
    atMost: 80,
    unit: us,
    row: 'rest',
    metric: 'firstTaskP50Us',
  }),
  own({
    id: 'idleRuntime',
    title: 'CPU of an idle runtime',
    atMost: 0.005,
    unit: formatPercent,
    row: 'rest',
    metric: 'runtimeCpuShare',
  }),
  own({
    id: 'idleClient',
    title: 'CPU of an idle client',
    atMost: 0.005,
    unit: formatPercent,
    row: 'rest',
    metric: 'clientCpuShare',
  }),
  own({
    id: 'crowded',
    title: 'p99 with twice as many workers as cores',
    atMost: 50,
    unit: us,
    row: 'crowded',
    metric: 'p99Us',
  }),
  own({
    id: 'inTurn',
    title: 'the same, tasks to all of them in turn',
    atMost: 50,
    unit: us,
    row: 'crowded',
    metric: 'inTurnP99Us',
  }),
  own({
    id: 'timers',
    title: '5 ms timers beside 64 loops, late by (p99)',
    atMost: 2,
    unit: ms,
    row: 'timers',
    metric: 'lateP99Ms',
  }),
  own({
    id: 'garbage',
    title: 'garbage of the runtime per task of numbers',
    atMost: 1,
    unit: bytes,
    row: 'memory',
    metric: 'runtimeBytesPerNumbersTask',
  }),
  own({
    id: 'clientBytes',
    title: 'heap of the client per awaited call',
    atMost: 800,
    unit: bytes,
    row: 'memory',
    metric: 'clientBytesPerCall',
  }),
  own({
    id: 'runtimeMemory',
    title: 'runtime without shared memory',
    atMost: 90,
    unit: megabytes,
    row: 'memory',
    metric: 'runtimeMegabytes',
  }),
  own({
    id: 'ready',
    title: "runtime ready, times node -e ''",
    atMost: 3.5,
    unit: formatRatio,
    row: 'start',
    metric: 'readyOfNode',
  }),
  own({ id: 'connect', title: 'connect()', atMost: 40, unit: ms, row: 'start', metric: 'connectMs' }),
  own({
    id: 'embedded',
    title: 'startEmbedded()',
    atMost: 120,
    unit: ms,
    row: 'start',
    metric: 'embeddedMs',
  }),
];

/** A figure of our own: the median of a metric of one row. */
interface OwnFigure {
  readonly id: string;
  readonly title: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit: Target['format'];
  readonly row: string;
  readonly metric: string;
  readonly cores?: Cores;
}

function own({ id, title, atMost, atLeast, unit, row, metric, cores }: OwnFigure): Target {
  const goal = atMost ?? atLeast!;
  const is = atMost === undefined ? 'at least' : 'at most';
  const target: Target = { id, title, is, goal, format: unit, value: (of) => of(OWN, row, metric) };
  return cores === undefined ? target : { ...target, cores };
}

/** Compared with the best of a peer's configurations. */
function lowerThan(title: string, peers: readonly string[], times: number): Target {
  return {
    id: `p50Below:${peers[0]}`,
    title: `p50 awaited, times lower than ${title}`,
    is: 'at least',
    goal: times,
    format: formatRatio,
    value: (of) => {
      const theirs = defined(peers.map((peer) => of(peer, 'oneInFlight', 'p50Us')));
      const ours = of(OWN, 'oneInFlight', 'p50Us');
      return theirs.length === 0 || ours === undefined ? undefined : Math.min(...theirs) / ours;
    },
  };
}

/** The same for a throughput. */
function moreThan(
  title: string,
  peers: readonly string[],
  row: string,
  metric: string,
  what: string,
): Target {
  return {
    id: `${row}Above:${peers[0]}`,
    title: `${what}, times that of ${title}`,
    is: 'at least',
    goal: 8,
    format: formatRatio,
    value: (of) => {
      const theirs = defined(peers.map((peer) => of(peer, row, metric)));
      const ours = of(OWN, row, metric);
      return theirs.length === 0 || ours === undefined ? undefined : ours / Math.max(...theirs);
    },
  };
}

function defined(values: readonly (number | undefined)[]): number[] {
  return values.flatMap((value) => value ?? []);
}

function us(value: number): string {
  return `${formatUs(value)} µs`;
}

function ms(value: number): string {
  return `${formatPlain(value)} ms`;
}

function perSecond(value: number): string {
  return `${formatPerSecond(value)}/s`;
}

function bytes(value: number): string {
  return `${formatPlain(value)} B`;
}

function megabytes(value: number): string {
  return `${formatPlain(value)} MB`;
}
