/** A load on a device, in terms that both fio and we understand. */
export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly device: 'file' | 'ram' | 'noop';
  readonly operation: 'read' | 'write';
  readonly isRandom: boolean;
  /** Size of each transfer. */
  readonly bytes: number;
  /** Transfers under way at once. */
  readonly depth: number;
  /** The goal: a share of fio's figure, or a figure. */
  readonly goal:
    { readonly ofFio: number } | { readonly perSecond: number } | { readonly bytesPerSecond: number };
}

const KIB = 1024;
const MIB = 2 ** 20;

/** Size of the file, and of the device in memory. */
export const FILE_BYTES = 512 * MIB;
export const MEMORY_BYTES = 64 * MIB;

const random = { device: 'file', isRandom: true, bytes: 4 * KIB } as const;
const sequential = { device: 'file', isRandom: false, bytes: MIB, depth: 4 } as const;

export const workloads: readonly Workload[] = [
  {
    ...random,
    id: 'randread-32',
    title: '4 KiB random read, depth 32',
    operation: 'read',
    depth: 32,
    goal: { ofFio: 0.8 },
  },
  {
    ...random,
    id: 'randwrite-32',
    title: '4 KiB random write, depth 32',
    operation: 'write',
    depth: 32,
    goal: { ofFio: 0.8 },
  },
  {
    ...random,
    id: 'randread-1',
    title: '4 KiB random read, depth 1',
    operation: 'read',
    depth: 1,
    goal: { ofFio: 0.75 },
  },
  {
    ...random,
    id: 'randwrite-1',
    title: '4 KiB random write, depth 1',
    operation: 'write',
    depth: 1,
    goal: { ofFio: 0.75 },
  },
  {
    ...sequential,
    id: 'read-1m',
    title: '1 MiB sequential read, depth 4',
    operation: 'read',
    goal: { ofFio: 0.95 },
  },
  {
    ...sequential,
    id: 'write-1m',
    title: '1 MiB sequential write, depth 4',
    operation: 'write',
    goal: { ofFio: 0.95 },
  },
  {
    id: 'ram-4k',
    title: 'RAM, 4 KiB random read, depth 32',
    device: 'ram',
    operation: 'read',
    isRandom: true,
    bytes: 4 * KIB,
    depth: 32,
    goal: { perSecond: 600_000 },
  },
  {
    id: 'ram-1m',
    title: 'RAM, 1 MiB read, depth 4',
    device: 'ram',
    operation: 'read',
    isRandom: false,
    bytes: MIB,
    depth: 4,
    goal: { bytesPerSecond: 6e9 },
  },
  {
    id: 'noop-4k',
    title: 'noop, 4 KiB read, depth 32: the path alone',
    device: 'noop',
    operation: 'read',
    isRandom: true,
    bytes: 4 * KIB,
    depth: 32,
    goal: { perSecond: 600_000 },
  },
];
