import { formatPercent, formatPerSecond, formatPlain, formatRatio, formatUs } from './format.js';
import type { Cores } from './cores.js';
import type { Figures } from './summary.js';

/** One figure that the project has set itself, and what this run says to it. */
export interface Goal {
  readonly id: string;
  readonly title: string;
  /** Whether it holds only where the cores are so; the samples of other classes do not count for it then. */
  readonly cores?: Cores;
  readonly is: 'at most' | 'at least';
  readonly goal: number;
  /** Undefined when no sample of this run can tell. */
  readonly value?: number;
  readonly isReached?: boolean;
  /** The two numbers for people, with their unit. */
  readonly goalText: string;
  readonly valueText: string;
}

/** Looks up the median of a metric; undefined where there is none. */
type Lookup = (contender: string, row: string, metric: string) => number | undefined;

interface Target {
  readonly id: string;
  readonly title: string;
  readonly cores?: Cores;
  readonly is: Goal['is'];
  readonly goal: number;
  readonly format: (value: number) => string;
  value(of: Lookup): number | undefined;
}

const OWN = 'chimaera';
const us = (value: number): string => `${formatUs(value)} µs`;
const ms = (value: number): string => `${formatPlain(value)} ms`;
const perSecond = (value: number): string => `${formatPerSecond(value)}/s`;

function own(
  id: string,
  title: string,
  [is, goal]: [Goal['is'], number],
  format: Target['format'],
  [row, metric]: [string, string],
  cores?: Cores,
): Target {
  const target = { id, title, is, goal, format, value: (of: Lookup) => of(OWN, row, metric) };
  return cores === undefined ? target : { ...target, cores };
}

/** Against the best of a peer's configurations. */
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

const PEERS: readonly (readonly [title: string, ids: readonly string[], timesLower: number])[] = [
  ['piscina', ['piscina', 'piscina-no-atomics'], 80],
  ['gRPC', ['grpc'], 300],
  ['Unix socket + msgpackr', ['unix-socket'], 60],
  ['worker_threads postMessage', ['post-message'], 60],
];

const targets: readonly Target[] = [
  own('p50Near', 'round trip awaited, p50', ['at most', 1], us, ['oneInFlight', 'p50Us'], 'near'),
  own('p50Far', 'round trip awaited, p50', ['at most', 1.8], us, ['oneInFlight', 'p50Us'], 'far'),
  own('p99Near', 'round trip awaited, p99', ['at most', 4], us, ['oneInFlight', 'p99Us'], 'near'),
  own('blockingNear', 'round trip blocking, p50', ['at most', 0.9], us, ['blocking', 'p50Us'], 'near'),
  ...[64, 1024].flatMap((depth) => [
    own(
      `inFlight${depth}`,
      `${depth} in flight, awaited`,
      ['at least', 2.5e6],
      perSecond,
      [`inFlight${depth}`, 'perSecond'],
      'near',
    ),
    own(
      `handles${depth}`,
      `${depth} in flight, by handles`,
      ['at least', 3.5e6],
      perSecond,
      [`handles${depth}`, 'perSecond'],
      'near',
    ),
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
  own('clients2', 'two clients, of one', ['at least', 0.85], formatPercent, ['clients', 'clients2OfOne']),
  own('clients4', 'four clients, of one', ['at least', 0.85], formatPercent, ['clients', 'clients4OfOne']),
  own('idleClients', 'p50 beside 256 idle clients, of alone', ['at most', 1.1], formatPercent, [
    'idleClients',
    'besideOfAlone',
  ]),
  own('firstTask100ms', 'first task after 100 ms, p50', ['at most', 80], us, ['firstTask', 'p50Us']),
  own('firstTask5s', 'first task after 5 s, p50', ['at most', 80], us, ['rest', 'firstTaskP50Us']),
  own('idleRuntime', 'CPU of an idle runtime', ['at most', 0.005], formatPercent, [
    'rest',
    'runtimeCpuShare',
  ]),
  own('idleClient', 'CPU of an idle client', ['at most', 0.005], formatPercent, ['rest', 'clientCpuShare']),
  own('crowded', 'p99 with twice as many workers as cores', ['at most', 50], us, ['crowded', 'p99Us']),
  own('inTurn', 'the same, tasks to all of them in turn', ['at most', 50], us, ['crowded', 'inTurnP99Us']),
  own('timers', '5 ms timers beside 64 loops, late by (p99)', ['at most', 2], ms, ['timers', 'lateP99Ms']),
  own('garbage', 'garbage of the runtime per task of numbers', ['at most', 1], bytes, [
    'memory',
    'runtimeBytesPerNumbersTask',
  ]),
  own('clientBytes', 'heap of the client per awaited call', ['at most', 800], bytes, [
    'memory',
    'clientBytesPerCall',
  ]),
  own('runtimeMemory', 'runtime without shared memory', ['at most', 90], megabytes, [
    'memory',
    'runtimeMegabytes',
  ]),
  own('ready', "runtime ready, times node -e ''", ['at most', 3.5], formatRatio, ['start', 'readyOfNode']),
  own('connect', 'connect()', ['at most', 40], ms, ['start', 'connectMs']),
  own('embedded', 'startEmbedded()', ['at most', 120], ms, ['start', 'embeddedMs']),
];

function bytes(value: number): string {
  return `${formatPlain(value)} B`;
}

function megabytes(value: number): string {
  return `${formatPlain(value)} MB`;
}

/** What figures of all samples, and those of samples whose cores were near or far, say to each goal. */
export function judgeGoals(
  figures: readonly Figures[],
  byCores: Readonly<Partial<Record<Cores, readonly Figures[]>>>,
): Goal[] {
  return targets.map(({ value: valueOf, format, ...about }) => {
    const list = about.cores === undefined ? figures : (byCores[about.cores] ?? []);
    const value = valueOf(
      (contender, row, metric) =>
        list.find((entry) => entry.contender === contender && entry.row === row)?.metrics[metric]?.median,
    );
    const goalText = `${about.is} ${format(about.goal)}`;
    if (value === undefined) return { ...about, goalText, valueText: 'not measured' };
    const isReached = about.is === 'at most' ? value <= about.goal : value >= about.goal;
    return { ...about, value, isReached, goalText, valueText: format(value) };
  });
}
