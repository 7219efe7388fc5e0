// What generated code needs of core, declared only: for type checks of golden files. Ambient, so that a check
// can do without a built core.
declare module '@chimaera/core' {
  export type In<T> = T;
  export type Out<T> = T;
  export type InOut<T> = T;
  export type bool = boolean;
  export type u8 = number;
  export type u16 = number;
  export type u32 = number;
  export type u64 = bigint;
  export type i8 = number;
  export type i16 = number;
  export type i32 = number;
  export type i64 = bigint;
  export type f32 = number;
  export type f64 = number;
  export type size = number;
  export type bytes = Uint8Array;
  export type FixedArray<T, _N extends number> = readonly T[];
  export type Vector<T> = T[];
  export type HashMap<K, V> = Map<K, V>;
  export type Optional<T> = T | undefined;
  export class PoolId {
    constructor(major: number, minor: number);
    readonly major: number;
    readonly minor: number;
  }
  export class BufferRef {
    private constructor();
    readonly byteLength: number;
    get bytes(): Uint8Array;
  }
  export class BaseCreateTask<P> {
    returnCode: number;
    readonly params: P;
    getParams(): P;
  }
  export type GetOrCreatePoolTask<P> = BaseCreateTask<P>;
  export class DestroyTask {
    returnCode: number;
    readonly targetPoolId: PoolId;
  }
  export interface Views {
    readonly u8: Uint8Array;
    readonly i8: Int8Array;
    readonly u16: Uint16Array;
    readonly i16: Int16Array;
    readonly u32: Uint32Array;
    readonly i32: Int32Array;
    readonly f32: Float32Array;
    readonly f64: Float64Array;
    readonly u64: BigUint64Array;
    readonly i64: BigInt64Array;
  }
  interface TaskMemory {
    access: number;
    seg: Views;
    base: number;
    word: number;
    readString(at: number): string;
    writeString(at: number, value: string): void;
    fillString(at: number, value: string): void;
    readBytes(at: number): Uint8Array;
    copyBytes(at: number): Uint8Array;
    writeBytes(at: number, value: Uint8Array): void;
    openRegion(at: number): Reader;
    beginRegion(maxBytes: number): Writer;
    endRegion(at: number, writer: Writer, maxBytes: number): void;
    readBuffer(at: number): BufferRef;
    writeBuffer(at: number, value: BufferRef): void;
    loadBuffer(at: number, reader: Reader): void;
    saveRegion(at: number, writer: Writer): void;
    loadRegion(at: number, reader: Reader): void;
    readPoolId(at: number): PoolId;
    writePoolId(at: number, value: PoolId): void;
  }
  export abstract class Task {
    readonly $memory: TaskMemory;
    returnCode: number;
    readonly errorMessage: string;
    readonly isComplete: boolean;
    wait(): Promise<this>;
    dispose(): void;
    get replicas(): readonly Replica<Readonly<Record<string, unknown>>>[];
    $refuse(member: string, needed: 1 | 2): never;
  }
  export type Replica<R> = Partial<Omit<R, 'replicas' | 'returnCode'>> & {
    readonly containerId: number;
    readonly returnCode: number;
  };
  export const OUTPUT_RESERVE_BYTES: number;
  export function badData(type: string, value: number): never;
  export function badValue(field: string, expected: string, value: unknown): never;
  export function stringBound(value: string): number;
  export function bytesBound(value: Uint8Array): number;
  export function readSize(views: Views, word: number): number;
  export function writeSize(views: Views, word: number, value: number): void;
  interface Scalars {
    bool: boolean;
    u8: number;
    u16: number;
    u32: number;
    u64: bigint;
    i8: number;
    i16: number;
    i32: number;
    i64: bigint;
    f32: number;
    f64: number;
    size: number;
    string: string;
    bytes: Uint8Array;
    poolId: PoolId;
  }
  type Packed = {
    bools: boolean;
    u8s: number;
    u16s: number;
    u32s: number;
    u64s: bigint;
    i8s: number;
    i16s: number;
    i32s: number;
    i64s: bigint;
    f32s: number;
    f64s: number;
    sizes: number;
  };
  export type Writer = { [K in keyof Scalars]: (value: Scalars[K]) => void } & {
    [K in keyof Packed]: (values: ArrayLike<Packed[K]>) => void;
  } & {
    words(some: number, aligned: number): number;
    count(value: number): void;
    buffer(value: BufferRef): void;
    readonly views: Views;
    open(count: number, mostBytes: number): number;
    close(word: number): void;
  };
  export type Reader = { [K in keyof Scalars]: () => Scalars[K] } & {
    [K in keyof Packed]: () => Packed[K][];
  } & {
    words(some: number, aligned: number): number;
    count(leastBytes: number): number;
    readonly isAtEnd: boolean;
    readonly views: Views;
    readonly word: number;
    readonly endWord: number;
    close(word: number): void;
    refuse(word: number): never;
  };
  export interface TaskType<T extends Task = Task, I = unknown, R = unknown> {
    readonly module: string;
    readonly name: string;
    readonly method: number;
    readonly version?: string;
    readonly layoutHash: number;
    readonly fixedBytes: number;
    readonly View: new () => T;
    readonly inputs?: readonly string[];
    heapBytes(input: I): number;
    fill(task: T, input: I): void;
    result(task: T, returnCode: number): R;
    readonly index: number;
  }
  export function defineTaskType<T extends Task, I, R>(
    type: Omit<TaskType<T, I, R>, 'index'>,
  ): TaskType<T, I, R>;
  export type ParamsFieldType = string | { readonly enum: Readonly<Record<string, number>> };
  export interface ParamsType<P> {
    readonly lib: string;
    readonly fields: readonly {
      readonly name: string;
      readonly yaml: string;
      readonly type: ParamsFieldType;
    }[];
    create(): P;
    encode(params: P, writer: Writer): void;
    decode(reader: Reader): P;
  }
  export function defineParams<P>(type: ParamsType<P>): ParamsType<P>;
  export interface CallOptions {
    readonly timeoutMs?: number;
  }
  export interface CreateArgs<P> {
    readonly poolName?: string;
    readonly params?: Partial<P>;
  }
  export interface CreateResult {
    readonly poolId: PoolId;
    readonly returnCode: number;
  }
  export class PreparedTask<R> {
    declare readonly result: R;
  }
  export class ContainerClient {
    readonly poolId: PoolId;
    protected call<T extends Task, I, R>(
      type: TaskType<T, I, R>,
      input: I,
      options?: CallOptions,
    ): Promise<R>;
    protected callSync<T extends Task, I, R>(type: TaskType<T, I, R>, input: I, options?: CallOptions): R;
    protected submit<T extends Task, I, R>(type: TaskType<T, I, R>, input: I, options?: CallOptions): T;
    protected prepare<T extends Task, I, R>(
      type: TaskType<T, I, R>,
      input: I,
      options?: CallOptions,
    ): PreparedTask<R>;
    protected createPool<P>(
      params: ParamsType<P>,
      args: CreateArgs<P>,
      options?: CallOptions,
    ): Promise<CreateResult>;
    protected createPoolSync<P>(
      params: ParamsType<P>,
      args: CreateArgs<P>,
      options?: CallOptions,
    ): CreateResult;
  }
  export const MonitorMode: {
    readonly kLocalSchedule: 0;
    readonly kGlobalSchedule: 1;
    readonly kEstLoad: 2;
    readonly kCleanup: 3;
  };
  export type MonitorMode = (typeof MonitorMode)[keyof typeof MonitorMode];
  export interface RunContext {
    routeLane: object | null;
    unknownMethod(method: number): never;
    yield(us?: number): Promise<void>;
  }
  export interface Ipc {
    delTask(task: Task): void;
    newTask<T extends Task, I, R>(type: TaskType<T, I, R>, like: Task): T;
    copyBuffer(ref: BufferRef): BufferRef;
  }
  export function synchronous(result: unknown): true;
  export function inTask<C>(
    rctx: RunContext,
    call: (container: C, task: Task, rctx: RunContext) => MethodResult,
    container: C,
    task: Task,
  ): MethodResult;
  export type MethodResult = void | PromiseLike<unknown>;
  export interface LibExec<C> {
    readonly moduleName: string;
    readonly namespace: string;
    readonly key: string;
    readonly version: string;
    readonly Client: new (...args: never[]) => ContainerClient;
    readonly taskTypes: readonly TaskType[];
    readonly createParams: ParamsType<unknown>;
    run(container: C, method: number, task: Task, rctx: RunContext): MethodResult;
    monitor(container: C, mode: MonitorMode, method: number, task: Task, rctx: RunContext): boolean;
    del(ipc: Ipc, method: number, task: Task): void;
    newCopy(ipc: Ipc, method: number, task: Task, deep: boolean): Task;
    saveIn(method: number, task: Task, w: Writer): void;
    loadIn(method: number, task: Task, r: Reader): void;
    saveOut(method: number, task: Task, w: Writer): void;
    loadOut(method: number, task: Task, r: Reader): void;
  }
  export const QueuePriority: { readonly kLowLatency: 0; readonly kHighLatency: 1 };
  export abstract class Container {
    readonly client: ContainerClient;
    createLocalQueue(queueId: number, laneCount: number, priority: 0 | 1): void;
    getLaneByHash(queueId: number, key: number | string): object | null;
  }
  export function chiTask(runtime: new () => Container): unknown;
}

declare module '@chimaera/core/module' {
  export * from '@chimaera/core';
}

declare module '@chimaera/core/codegen' {
  export * from '@chimaera/core';
}
