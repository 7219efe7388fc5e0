// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
// Pictures have offsets in bytes; `word + n`, and the numbers of strings and other regions, count words of 4 bytes.
// With access 1 inputs may be read, with 2 all fields may be read and written.
import {
  badValue,
  bytesBound,
  defineParams,
  defineTaskType,
  OUTPUT_RESERVE_BYTES,
  PoolId,
  type Reader,
  readSize,
  type Replica,
  stringBound,
  type Writer,
  writeSize,
} from '@chimaera/core/codegen';
import {
  CreateParams,
  DestroyPoolTask,
  FlushTask,
  GetOrCreatePoolTask,
  MonitorTask,
  StopRuntimeTask,
} from '../tasks.js';

/** Inputs of getOrCreatePool. */
export interface GetOrCreatePoolInput {
  /** `<namespace>_<module>`. */
  chimodName: string;
  poolName: string;
  /** CreateParams of the module, in the archive encoding. */
  chimodParams: Uint8Array;
  /** Accepted for the guide's sake; nothing depends on it. */
  domainFlags: number;
  /** In: how many containers are wanted. Out: how many the pool has. */
  containers: number;
  /** In: the wanted id, 0.0 to let the runtime choose. Out: the pool's id. */
  newPoolId: PoolId;
}

/** What getOrCreatePool gives back, copied out of shared memory. */
export interface GetOrCreatePoolResult {
  /** `<namespace>_<module>`. */
  chimodName: string;
  poolName: string;
  /** CreateParams of the module, in the archive encoding. */
  chimodParams: Uint8Array;
  /** In: how many containers are wanted. Out: how many the pool has. */
  containers: number;
  /** In: the wanted id, 0.0 to let the runtime choose. Out: the pool's id. */
  newPoolId: PoolId;
  /** Whether this task created the pool, rather than found it. */
  created: boolean;
  /** 0, or the return code of the failure; errorMessage says why. */
  resultCode: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<GetOrCreatePoolResult>[];
}

/**
 * Finds the pool of this name, or creates it: loads the module, makes the containers and runs their `create`. A
 * module's client sends it from `create()`; call it directly only for a module whose client is not at hand.
 *
 * Where kGetOrCreatePool (10) lies in its block:
 *
 * ```text
 *       +--------------+--------+----+-------+
 *     0 | header       |        | 88 |       |
 *    88 | created      | bool   |  1 | Out   |
 *    92 | resultCode   | u32    |  4 | Out   |
 *    96 | chimodName   | string |  8 | InOut |
 *   104 | poolName     | string |  8 | InOut |
 *   112 | chimodParams | bytes  |  8 | InOut |
 *   120 | domainFlags  | u32    |  4 | In    |
 *   124 | containers   | u32    |  4 | InOut |
 *   128 | newPoolId    | PoolId |  8 | InOut |
 *       +--------------+--------+----+-------+
 *   136 | heap: chimodName, poolName, chimodParams
 * ```
 */
export class GetOrCreatePoolTaskView extends GetOrCreatePoolTask {
  /** `<namespace>_<module>`. */
  override get chimodName(): string {
    if (this.$memory.access < 2) this.$refuse('chimodName', 2);
    return this.$memory.readString(24);
  }

  override set chimodName(v: string) {
    if (this.$memory.access < 2) this.$refuse('chimodName', 2);
    if (typeof v !== 'string') badValue('GetOrCreatePoolTask.chimodName', 'string', v);
    this.$memory.writeString(24, v);
  }

  override get poolName(): string {
    if (this.$memory.access < 2) this.$refuse('poolName', 2);
    return this.$memory.readString(26);
  }

  override set poolName(v: string) {
    if (this.$memory.access < 2) this.$refuse('poolName', 2);
    if (typeof v !== 'string') badValue('GetOrCreatePoolTask.poolName', 'string', v);
    this.$memory.writeString(26, v);
  }

  /** CreateParams of the module, in the archive encoding. */
  override get chimodParams(): Uint8Array {
    if (this.$memory.access < 2) this.$refuse('chimodParams', 2);
    return this.$memory.readBytes(28);
  }

  override set chimodParams(v: Uint8Array) {
    if (this.$memory.access < 2) this.$refuse('chimodParams', 2);
    if (!(v instanceof Uint8Array)) badValue('GetOrCreatePoolTask.chimodParams', 'bytes', v);
    this.$memory.writeBytes(28, v);
  }

  /** Accepted for the guide's sake; nothing depends on it. */
  override get domainFlags(): number {
    if (this.$memory.access < 1) this.$refuse('domainFlags', 1);
    return this.$memory.seg.u32[this.$memory.word + 30]!;
  }

  override set domainFlags(v: number) {
    if (this.$memory.access < 2) this.$refuse('domainFlags', 2);
    if (v >>> 0 !== v) badValue('GetOrCreatePoolTask.domainFlags', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 30] = v;
  }

  /** In: how many containers are wanted. Out: how many the pool has. */
  override get containers(): number {
    if (this.$memory.access < 2) this.$refuse('containers', 2);
    return this.$memory.seg.u32[this.$memory.word + 31]!;
  }

  override set containers(v: number) {
    if (this.$memory.access < 2) this.$refuse('containers', 2);
    if (v >>> 0 !== v) badValue('GetOrCreatePoolTask.containers', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 31] = v;
  }

  /** In: the wanted id, 0.0 to let the runtime choose. Out: the pool's id. */
  override get newPoolId(): PoolId {
    if (this.$memory.access < 2) this.$refuse('newPoolId', 2);
    return this.$memory.readPoolId(32);
  }

  override set newPoolId(v: PoolId) {
    if (this.$memory.access < 2) this.$refuse('newPoolId', 2);
    if (!(v instanceof PoolId)) badValue('GetOrCreatePoolTask.newPoolId', 'PoolId', v);
    this.$memory.writePoolId(32, v);
  }

  /** Whether this task created the pool, rather than found it. */
  override get created(): boolean {
    if (this.$memory.access < 2) this.$refuse('created', 2);
    return this.$memory.seg.u8[this.$memory.base + 88]! !== 0;
  }

  override set created(v: boolean) {
    if (this.$memory.access < 2) this.$refuse('created', 2);
    if (typeof v !== 'boolean') badValue('GetOrCreatePoolTask.created', 'bool', v);
    this.$memory.seg.u8[this.$memory.base + 88] = v ? 1 : 0;
  }

  /** 0, or the return code of the failure; errorMessage says why. */
  override get resultCode(): number {
    if (this.$memory.access < 2) this.$refuse('resultCode', 2);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set resultCode(v: number) {
    if (this.$memory.access < 2) this.$refuse('resultCode', 2);
    if (v >>> 0 !== v) badValue('GetOrCreatePoolTask.resultCode', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<GetOrCreatePoolResult>[] {
    return super.replicas as readonly Replica<GetOrCreatePoolResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(24, w);
    this.$memory.saveRegion(26, w);
    this.$memory.saveRegion(28, w);
    const at = w.words(4, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 30]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 31]!;
    to[at + 2] = this.$memory.seg.u32[this.$memory.word + 32]!;
    to[at + 3] = this.$memory.seg.u32[this.$memory.word + 33]!;
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(24, r);
    this.$memory.loadRegion(26, r);
    this.$memory.loadRegion(28, r);
    const at = r.words(4, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 30] = from[at]!;
    this.$memory.seg.u32[this.$memory.word + 31] = from[at + 1]!;
    this.$memory.seg.u32[this.$memory.word + 32] = from[at + 2]!;
    this.$memory.seg.u32[this.$memory.word + 33] = from[at + 3]!;
  }

  saveOut(w: Writer): void {
    this.$memory.saveRegion(24, w);
    this.$memory.saveRegion(26, w);
    this.$memory.saveRegion(28, w);
    const at = w.words(5, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 31]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 32]!;
    to[at + 2] = this.$memory.seg.u32[this.$memory.word + 33]!;
    to[at + 3] = this.$memory.seg.u8[this.$memory.base + 88]! !== 0 ? 1 : 0;
    to[at + 4] = this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  loadOut(r: Reader): void {
    this.$memory.loadRegion(24, r);
    this.$memory.loadRegion(26, r);
    this.$memory.loadRegion(28, r);
    const at = r.words(5, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 31] = from[at]!;
    this.$memory.seg.u32[this.$memory.word + 32] = from[at + 1]!;
    this.$memory.seg.u32[this.$memory.word + 33] = from[at + 2]!;
    this.$memory.seg.u8[this.$memory.base + 88] = from[at + 3]! !== 0 ? 1 : 0;
    this.$memory.seg.u32[this.$memory.word + 23] = from[at + 4]!;
  }

  /** Copies the fields. */
  copyTo(copy: GetOrCreatePoolTaskView): GetOrCreatePoolTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 96);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 120, this.$memory.base + 120, this.$memory.base + 136);
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    copy.$memory.writeBytes(26, this.$memory.readBytes(26));
    copy.$memory.writeBytes(28, this.$memory.readBytes(28));
    return copy;
  }
}

/** How kGetOrCreatePool is sent and answered. */
export const getOrCreatePoolTaskType = defineTaskType({
  module: 'chimaera_admin',
  version: '1.0.0',
  name: 'kGetOrCreatePool',
  method: 10,
  layoutHash: 0x2d150478,
  fixedBytes: 136,
  View: GetOrCreatePoolTaskView,
  inputs: ['chimodName', 'poolName', 'chimodParams', 'domainFlags', 'containers', 'newPoolId'],
  heapBytes(input: GetOrCreatePoolInput): number {
    let bytes = 3 * OUTPUT_RESERVE_BYTES;
    bytes += stringBound(input.chimodName);
    bytes += stringBound(input.poolName);
    bytes += bytesBound(input.chimodParams);
    return bytes;
  },
  fill(task: GetOrCreatePoolTaskView, input: GetOrCreatePoolInput): void {
    const memory = task.$memory;
    const { seg, word } = memory;
    if (typeof input.chimodName !== 'string')
      badValue('GetOrCreatePoolTask.chimodName', 'string', input.chimodName);
    memory.fillString(24, input.chimodName);
    if (typeof input.poolName !== 'string')
      badValue('GetOrCreatePoolTask.poolName', 'string', input.poolName);
    memory.fillString(26, input.poolName);
    task.chimodParams = input.chimodParams;
    if (input.domainFlags >>> 0 !== input.domainFlags)
      badValue('GetOrCreatePoolTask.domainFlags', 'u32', input.domainFlags);
    seg.u32[word + 30] = input.domainFlags;
    if (input.containers >>> 0 !== input.containers)
      badValue('GetOrCreatePoolTask.containers', 'u32', input.containers);
    seg.u32[word + 31] = input.containers;
    task.newPoolId = input.newPoolId;
  },
  result(task: GetOrCreatePoolTaskView, returnCode: number): GetOrCreatePoolResult {
    return {
      chimodName: task.chimodName,
      poolName: task.poolName,
      chimodParams: task.$memory.copyBytes(28),
      containers: task.containers,
      newPoolId: task.newPoolId,
      created: task.created,
      resultCode: task.resultCode,
      returnCode,
    };
  },
});

/** Inputs of destroyPool. */
export interface DestroyPoolInput {
  targetPoolId: PoolId;
  /** Accepted for the guide's sake; nothing depends on it. */
  destructionFlags?: number | undefined;
}

/** What destroyPool gives back, copied out of shared memory. */
export interface DestroyPoolResult {
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<DestroyPoolResult>[];
}

/**
 * Destroys a pool: runs `destroy` of its containers and forgets it.
 *
 * Where kDestroyPool (11) lies in its block:
 *
 * ```text
 *       +------------------+---------------+----+----+
 *     0 | header           |               | 88 |    |
 *    88 | targetPoolId     | PoolId        |  8 | In |
 *    96 | destructionFlags | Optional<u32> |  8 | In |
 *       +------------------+---------------+----+----+
 *   104 | heap: destructionFlags
 * ```
 */
export class DestroyPoolTaskView extends DestroyPoolTask {
  override get targetPoolId(): PoolId {
    if (this.$memory.access < 1) this.$refuse('targetPoolId', 1);
    return this.$memory.readPoolId(22);
  }

  override set targetPoolId(v: PoolId) {
    if (this.$memory.access < 2) this.$refuse('targetPoolId', 2);
    if (!(v instanceof PoolId)) badValue('DestroyPoolTask.targetPoolId', 'PoolId', v);
    this.$memory.writePoolId(22, v);
  }

  /** Accepted for the guide's sake; nothing depends on it. */
  override get destructionFlags(): number | undefined {
    if (this.$memory.access < 1) this.$refuse('destructionFlags', 1);
    if (this.$memory.seg.u32[this.$memory.word + 25] === 0) return undefined;
    return decodeOptionalU32(this.$memory.openRegion(24));
  }

  override set destructionFlags(v: number | undefined) {
    if (this.$memory.access < 2) this.$refuse('destructionFlags', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 24] = 0;
      this.$memory.seg.u32[this.$memory.word + 25] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalU32(w, v, 'DestroyPoolTask.destructionFlags');
    this.$memory.endRegion(24, w, 8);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<DestroyPoolResult>[] {
    return super.replicas as readonly Replica<DestroyPoolResult>[];
  }

  saveIn(w: Writer): void {
    w.poolId(this.$memory.readPoolId(22));
    this.$memory.saveRegion(24, w);
  }

  loadIn(r: Reader): void {
    this.$memory.writePoolId(22, r.poolId());
    this.$memory.loadRegion(24, r);
  }

  saveOut(_w: Writer): void {}

  loadOut(_r: Reader): void {}

  /** Copies the fields. */
  copyTo(copy: DestroyPoolTaskView): DestroyPoolTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 96);
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    return copy;
  }
}

/** How kDestroyPool is sent and answered. */
export const destroyPoolTaskType = defineTaskType({
  module: 'chimaera_admin',
  version: '1.0.0',
  name: 'kDestroyPool',
  method: 11,
  layoutHash: 0x9181cb79,
  fixedBytes: 104,
  View: DestroyPoolTaskView,
  inputs: ['targetPoolId', 'destructionFlags'],
  heapBytes(_input: DestroyPoolInput): number {
    return 16;
  },
  fill(task: DestroyPoolTaskView, input: DestroyPoolInput): void {
    task.targetPoolId = input.targetPoolId;
    task.destructionFlags = input.destructionFlags;
  },
  result(_task: DestroyPoolTaskView, returnCode: number): DestroyPoolResult {
    return { returnCode };
  },
});

/** Inputs of stopRuntime. */
export interface StopRuntimeInput {
  /** Accepted for the guide's sake; nothing depends on it. */
  flags?: number | undefined;
  /** How long running tasks may take to end. Not given: 5000. */
  graceMs?: number | undefined;
}

/** What stopRuntime gives back, copied out of shared memory. */
export interface StopRuntimeResult {
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<StopRuntimeResult>[];
}

/**
 * Begins the orderly stop of the runtime; completes before it has stopped.
 *
 * Where kStopRuntime (12) lies in its block:
 *
 * ```text
 *       +---------+---------------+----+----+
 *     0 | header  |               | 88 |    |
 *    88 | flags   | Optional<u32> |  8 | In |
 *    96 | graceMs | Optional<u32> |  8 | In |
 *       +---------+---------------+----+----+
 *   104 | heap: flags, graceMs
 * ```
 */
export class StopRuntimeTaskView extends StopRuntimeTask {
  /** Accepted for the guide's sake; nothing depends on it. */
  override get flags(): number | undefined {
    if (this.$memory.access < 1) this.$refuse('flags', 1);
    if (this.$memory.seg.u32[this.$memory.word + 23] === 0) return undefined;
    return decodeOptionalU32(this.$memory.openRegion(22));
  }

  override set flags(v: number | undefined) {
    if (this.$memory.access < 2) this.$refuse('flags', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 22] = 0;
      this.$memory.seg.u32[this.$memory.word + 23] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalU32(w, v, 'StopRuntimeTask.flags');
    this.$memory.endRegion(22, w, 8);
  }

  /** How long running tasks may take to end. Not given: 5000. */
  override get graceMs(): number | undefined {
    if (this.$memory.access < 1) this.$refuse('graceMs', 1);
    if (this.$memory.seg.u32[this.$memory.word + 25] === 0) return undefined;
    return decodeOptionalU32(this.$memory.openRegion(24));
  }

  override set graceMs(v: number | undefined) {
    if (this.$memory.access < 2) this.$refuse('graceMs', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 24] = 0;
      this.$memory.seg.u32[this.$memory.word + 25] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalU32(w, v, 'StopRuntimeTask.graceMs');
    this.$memory.endRegion(24, w, 8);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<StopRuntimeResult>[] {
    return super.replicas as readonly Replica<StopRuntimeResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(22, w);
    this.$memory.saveRegion(24, w);
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(22, r);
    this.$memory.loadRegion(24, r);
  }

  saveOut(_w: Writer): void {}

  loadOut(_r: Reader): void {}

  /** Copies the fields. */
  copyTo(copy: StopRuntimeTaskView): StopRuntimeTaskView {
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    return copy;
  }
}

/** How kStopRuntime is sent and answered. */
export const stopRuntimeTaskType = defineTaskType({
  module: 'chimaera_admin',
  version: '1.0.0',
  name: 'kStopRuntime',
  method: 12,
  layoutHash: 0x7e7e61bd,
  fixedBytes: 104,
  View: StopRuntimeTaskView,
  inputs: ['flags', 'graceMs'],
  heapBytes(_input: StopRuntimeInput): number {
    return 32;
  },
  fill(task: StopRuntimeTaskView, input: StopRuntimeInput): void {
    task.flags = input.flags;
    task.graceMs = input.graceMs;
  },
  result(_task: StopRuntimeTaskView, returnCode: number): StopRuntimeResult {
    return { returnCode };
  },
});

/** Inputs of flush. */
export type FlushInput = Record<string, never>;

/** What flush gives back, copied out of shared memory. */
export interface FlushResult {
  /** Tasks that ended while it waited. */
  totalWorkDone: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<FlushResult>[];
}

/**
 * Waits for all work that is queued or under way, but for periodic tasks and itself.
 *
 * Where kFlush (13) lies in its block:
 *
 * ```text
 *       +---------------+------+----+-----+
 *     0 | header        |      | 88 |     |
 *    88 | totalWorkDone | size |  8 | Out |
 *       +---------------+------+----+-----+
 *    96 | heap
 * ```
 */
export class FlushTaskView extends FlushTask {
  /** Tasks that ended while it waited. */
  override get totalWorkDone(): number {
    if (this.$memory.access < 2) this.$refuse('totalWorkDone', 2);
    return readSize(this.$memory.seg, this.$memory.word + 22);
  }

  override set totalWorkDone(v: number) {
    if (this.$memory.access < 2) this.$refuse('totalWorkDone', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('FlushTask.totalWorkDone', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<FlushResult>[] {
    return super.replicas as readonly Replica<FlushResult>[];
  }

  saveIn(_w: Writer): void {}

  loadIn(_r: Reader): void {}

  saveOut(w: Writer): void {
    w.size(readSize(this.$memory.seg, this.$memory.word + 22));
  }

  loadOut(r: Reader): void {
    writeSize(this.$memory.seg, this.$memory.word + 22, r.size());
  }

  /** Copies the fields. */
  copyTo(copy: FlushTaskView): FlushTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 96);
    return copy;
  }
}

/** How kFlush is sent and answered. */
export const flushTaskType = defineTaskType({
  module: 'chimaera_admin',
  version: '1.0.0',
  name: 'kFlush',
  method: 13,
  layoutHash: 0xe015a933,
  fixedBytes: 96,
  View: FlushTaskView,
  inputs: [],
  heapBytes(_input: FlushInput): number {
    return 0;
  },
  fill(_task: FlushTaskView, _input: FlushInput): void {},
  result(task: FlushTaskView, returnCode: number): FlushResult {
    return { totalWorkDone: task.totalWorkDone, returnCode };
  },
});

/** Inputs of monitor. */
export interface MonitorInput {
  /**
   * `all`, or one of `runtime`, `workers`, `methods`, `containers`, `memory`, `clients`, `locks`. Not given: `all`.
   */
  query?: string | undefined;
}

/** What monitor gives back, copied out of shared memory. */
export interface MonitorResult {
  /** A RuntimeReport of core, as JSON. */
  report: string;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<MonitorResult>[];
}

/**
 * Tells what goes on in the runtime: how busy its workers are, what waits where, what is in memory, who holds locks.
 *
 * Where kMonitor (18) lies in its block:
 *
 * ```text
 *       +--------+------------------+----+-----+
 *     0 | header |                  | 88 |     |
 *    88 | report | string           |  8 | Out |
 *    96 | query  | Optional<string> |  8 | In  |
 *       +--------+------------------+----+-----+
 *   104 | heap: report, query
 * ```
 */
export class MonitorTaskView extends MonitorTask {
  /**
   * `all`, or one of `runtime`, `workers`, `methods`, `containers`, `memory`, `clients`, `locks`. Not given: `all`.
   */
  override get query(): string | undefined {
    if (this.$memory.access < 1) this.$refuse('query', 1);
    if (this.$memory.seg.u32[this.$memory.word + 25] === 0) return undefined;
    return decodeOptionalString(this.$memory.openRegion(24));
  }

  override set query(v: string | undefined) {
    if (this.$memory.access < 2) this.$refuse('query', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 24] = 0;
      this.$memory.seg.u32[this.$memory.word + 25] = 0;
      return;
    }
    const bytes = boundOptionalString(v);
    const w = this.$memory.beginRegion(bytes);
    encodeOptionalString(w, v, 'MonitorTask.query');
    this.$memory.endRegion(24, w, bytes);
  }

  /** A RuntimeReport of core, as JSON. */
  override get report(): string {
    if (this.$memory.access < 2) this.$refuse('report', 2);
    return this.$memory.readString(22);
  }

  override set report(v: string) {
    if (this.$memory.access < 2) this.$refuse('report', 2);
    if (typeof v !== 'string') badValue('MonitorTask.report', 'string', v);
    this.$memory.writeString(22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<MonitorResult>[] {
    return super.replicas as readonly Replica<MonitorResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(24, w);
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(24, r);
  }

  saveOut(w: Writer): void {
    this.$memory.saveRegion(22, w);
  }

  loadOut(r: Reader): void {
    this.$memory.loadRegion(22, r);
  }

  /** Copies the fields. */
  copyTo(copy: MonitorTaskView): MonitorTaskView {
    copy.$memory.writeBytes(24, this.$memory.readBytes(24));
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    return copy;
  }
}

/** How kMonitor is sent and answered. */
export const monitorTaskType = defineTaskType({
  module: 'chimaera_admin',
  version: '1.0.0',
  name: 'kMonitor',
  method: 18,
  layoutHash: 0x9b26b815,
  fixedBytes: 104,
  View: MonitorTaskView,
  inputs: ['query'],
  heapBytes(input: MonitorInput): number {
    return OUTPUT_RESERVE_BYTES + 8 + boundOptionalString(input.query);
  },
  fill(task: MonitorTaskView, input: MonitorInput): void {
    task.query = input.query;
  },
  result(task: MonitorTaskView, returnCode: number): MonitorResult {
    return { report: task.report, returnCode };
  },
});

/** CreateParams as the runtime reads it: from YAML, and from the task that creates a pool. */
export const createParamsType = defineParams<CreateParams>({
  lib: 'chimaera_admin',
  fields: [],
  create(): CreateParams {
    return new CreateParams();
  },
  encode(_params: CreateParams, _w: Writer): void {},
  decode(_r: Reader): CreateParams {
    return new CreateParams();
  },
});

function decodeOptionalU32(r: Reader): number | undefined {
  return r.bool() ? r.u32() : undefined;
}

function encodeOptionalU32(w: Writer, v: number | undefined, name: string): void {
  w.bool(v !== undefined);
  if (v !== undefined) {
    if (v >>> 0 !== v) badValue(name, 'u32', v);
    w.u32(v);
  }
}

function decodeOptionalString(r: Reader): string | undefined {
  return r.bool() ? r.string() : undefined;
}

function boundOptionalString(v: string | undefined): number {
  return v === undefined ? 4 : 4 + stringBound(v);
}

function encodeOptionalString(w: Writer, v: string | undefined, name: string): void {
  w.bool(v !== undefined);
  if (v !== undefined) {
    if (typeof v !== 'string') badValue(name, 'string', v);
    w.string(v);
  }
}
