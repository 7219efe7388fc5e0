import type { Machine } from '../machine.js';
import { formatPerSecond, formatTable } from '../report/format.js';
import { spreadOf, type Spread } from '../report/summary.js';
import { isSteady, MOST_DRIFT, type Pair } from './suite.js';
import { type Workload, workloads } from './workload.js';

export interface About {
  readonly machine: Machine;
  /** Its version, or why it is missing. */
  readonly fio: string;
  readonly repeats: number;
  readonly durationMs: number;
  readonly busyWaitUs: number;
  readonly path: string;
}

/** The combined result of one workload's pairs. */
export interface Row {
  readonly workload: string;
  readonly title: string;
  readonly by: string;
  readonly perSecond: Spread;
  readonly bytesPerSecond: number;
  readonly fioPerSecond?: Spread;
  readonly nodeFsPerSecond?: Spread;
  /** Ours relative to fio's, for the pairs in which fio was steady. */
  readonly ofFio?: Spread;
  /** Number of pairs in which it was not. */
  readonly discarded: number;
  readonly goal: string;
  /** Whether the median reaches the goal; undefined if there was nothing to compare with. */
  readonly isReached?: boolean;
}

export interface Report extends About {
  readonly rows: readonly Row[];
  readonly pairs: readonly Pair[];
}

export function makeReport(about: About, pairs: readonly Pair[]): Report {
  const rows = workloads.flatMap((workload) => {
    const own = pairs.filter((pair) => pair.workload === workload.id);
    return own.length === 0 ? [] : [rowOf(workload, own)];
  });
  return { ...about, rows, pairs };
}

function rowOf(workload: Workload, pairs: readonly Pair[]): Row {
  const compared = pairs.flatMap(({ perSecond, fioPerSecond }) =>
    fioPerSecond ? [{ perSecond, fioPerSecond }] : [],
  );
  const steady = compared.filter(({ fioPerSecond }) => isSteady(fioPerSecond));
  const nodeFs = pairs.flatMap(({ nodeFsPerSecond }) => nodeFsPerSecond ?? []);
  const perSecond = spreadOf(pairs.map((pair) => pair.perSecond));
  const ofFio =
    steady.length === 0
      ? undefined
      : spreadOf(
          steady.map((pair) => pair.perSecond / ((pair.fioPerSecond.before + pair.fioPerSecond.after) / 2)),
        );
  return {
    workload: workload.id,
    title: workload.title,
    by: pairs[0]!.by,
    perSecond,
    bytesPerSecond: perSecond.median * workload.bytes,
    ...(compared.length > 0 && {
      fioPerSecond: spreadOf(
        compared.flatMap(({ fioPerSecond }) => [fioPerSecond.before, fioPerSecond.after]),
      ),
    }),
    ...(nodeFs.length > 0 && { nodeFsPerSecond: spreadOf(nodeFs) }),
    ...(ofFio && { ofFio }),
    discarded: compared.length - steady.length,
    ...judge(workload, perSecond.median, ofFio?.median),
  };
}

function judge(
  { goal, bytes }: Workload,
  perSecond: number,
  ofFio: number | undefined,
): Pick<Row, 'goal' | 'isReached'> {
  if ('ofFio' in goal) {
    const text = `${goal.ofFio} of fio`;
    return ofFio === undefined ? { goal: text } : { goal: text, isReached: ofFio >= goal.ofFio };
  }
  if ('perSecond' in goal)
    return { goal: `${formatPerSecond(goal.perSecond)}/s`, isReached: perSecond >= goal.perSecond };
  return {
    goal: `${formatPerSecond(goal.bytesPerSecond)}B/s`,
    isReached: perSecond * bytes >= goal.bytesPerSecond,
  };
}

/** The report for people. */
export function formatReport(report: Report): string {
  const { machine, fio, repeats, durationMs, busyWaitUs, rows } = report;
  const head = ['', 'per second', '(min–max)', 'MB/s', 'fio', 'of fio', 'fs.read', 'goal', ''];
  const lines = rows.map((row) => [
    row.title,
    formatPerSecond(row.perSecond.median),
    `(${formatPerSecond(row.perSecond.min)}–${formatPerSecond(row.perSecond.max)})`,
    (row.bytesPerSecond / 1e6).toFixed(0),
    row.fioPerSecond ? formatPerSecond(row.fioPerSecond.median) : '',
    row.ofFio ? row.ofFio.median.toFixed(2) : '',
    row.nodeFsPerSecond ? formatPerSecond(row.nodeFsPerSecond.median) : '',
    row.goal,
    row.isReached === undefined ? '' : row.isReached ? 'yes' : 'no',
  ]);
  const discarded = rows.reduce((sum, row) => sum + row.discarded, 0);
  const compared = report.pairs.filter(({ fioPerSecond }) => fioPerSecond).length;
  const files = rows.find(({ workload }) => workload.startsWith('rand'));
  return [
    `Chimaera bdev: a client, a daemon with one worker that polls ${busyWaitUs} us before it sleeps; file device by ${files?.by ?? 'nothing'}`,
    `${machine.cpu}, ${machine.cores} cores; ${machine.os}; Node ${machine.node}; ${machine.date}; load ${machine.loadAverage}`,
    `${fio}; medians of ${repeats} interleaved repeats of ${durationMs} ms`,
    '',
    formatTable([head, ...lines]),
    '',
    compared === 0
      ? 'nothing to compare with'
      : `${discarded} of ${compared} pairs were discarded: fio before and after differed by more than ${MOST_DRIFT * 100} %`,
  ].join('\n');
}
