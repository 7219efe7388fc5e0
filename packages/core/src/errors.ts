// Every way in which Chimaera says no. A code is part of the interface: its name and its number never change meaning,
// and a number is never reused. 0 and 1 come from the guide; 1xx end a task, wherever it ran; 2xx never leave the
// process that throws them.

/** What the table says about one code. */
export interface ErrorCodeInfo {
  /** The number that a task carries in its `returnCode`. */
  readonly returnCode: number;
  readonly meaning: string;
  readonly remedy: string;
}

function entry(returnCode: number, meaning: string, remedy: string): ErrorCodeInfo {
  return Object.freeze({ returnCode, meaning, remedy });
}

/** The table of all codes: name -> number, meaning, remedy. */
export const ErrorCodes = Object.freeze({
  OK: entry(0, 'The task succeeded.', 'None needed.'),
  METHOD_FAILED: entry(1, 'The method threw an error.', 'Read the message, which comes from the method.'),

  TASK_FAILED: entry(
    100,
    'The task ended with a return code that its module chose and that is not in this table.',
    "Look the number up in the module's documentation.",
  ),
  POOL_NOT_FOUND: entry(101, 'No pool has this id.', 'Create the pool first, or check its id.'),
  METHOD_NOT_FOUND: entry(
    102,
    'The module of this pool has no method with this number.',
    'Build client and runtime from the same version of the module.',
  ),
  METHOD_DISABLED: entry(
    103,
    'The module has switched this inherited method off (-1 in chimaera_mod.yaml).',
    'Give the method its id in chimaera_mod.yaml and regenerate, or do not call it.',
  ),
  CONTAINER_NOT_FOUND: entry(
    104,
    'The pool has no container that answers to this query, or it was lost with its worker and could not be created again.',
    'Address a container below the number that the pool was created with; if one was lost, the message says why.',
  ),
  NODE_NOT_FOUND: entry(105, 'The query names a node that is not a member.', 'Name a node that is up.'),
  MONITOR_FAILED: entry(106, "The method's monitor threw, so the task was not run.", 'Fix the monitor.'),
  MONITOR_MISSING: entry(
    107,
    'The method has no monitor and the runtime is configured with strict_monitors.',
    'Add the monitor to the module, or set runtime.strict_monitors to false.',
  ),
  LAYOUT_MISMATCH: entry(
    108,
    'Client and runtime lay this task out differently.',
    'Build client and runtime from the same version of the module.',
  ),
  BAD_TASK: entry(
    109,
    'The memory of the task does not hold a valid task.',
    'Do not write to a task after submission; if nobody did, report a defect.',
  ),
  BAD_QUERY: entry(
    110,
    'The pool query is malformed or cannot be resolved.',
    'Make it with PoolQuery and arguments in range.',
  ),
  WORKER_DIED: entry(
    111,
    'The worker that held the task ended unexpectedly.',
    "Send the task again: its container is created again, empty. The runtime's log says why the worker died.",
  ),
  RUNTIME_STOPPED: entry(112, 'The runtime was stopped before the task ended.', 'Start the runtime again.'),
  RUNTIME_GONE: entry(
    113,
    'The runtime, or its end of the connection, has gone without completing the task.',
    "Read the runtime's log, start it again and connect anew.",
  ),
  CANCELLED: entry(114, 'The task was cancelled.', 'None needed: somebody asked for it.'),
  TIMEOUT: entry(
    115,
    'The task did not end within timeoutMs; its cancellation was requested.',
    'Allow more time, or find out what the method waits for.',
  ),
  LOCK_LEAKED: entry(
    116,
    'The task ended while it held a lock; the lock was released.',
    'Unlock on every way out of the method: `using held = await mutex.scoped()`.',
  ),
  LOCK_MISUSE: entry(
    117,
    'A lock was used outside a task, or released by a task that does not hold it.',
    'Lock and unlock inside the same task.',
  ),
  OUT_OF_MEMORY: entry(
    118,
    'A shared memory segment has no room left.',
    'Dispose of handles and free buffers, or raise the memory.* sizes in the configuration.',
  ),
  // 119 was a queue that stayed full, which is back-pressure and no longer an error (design D9).
  MODULE_MISMATCH: entry(
    120,
    'A pool with this name exists and belongs to another module.',
    'Choose another pool name, or destroy that pool first.',
  ),
  POOL_ID_CONFLICT: entry(
    121,
    'The pool id belongs to a pool with another name, or the pool has another id.',
    'Leave the id to the runtime, or choose a free one.',
  ),
  POOL_PROTECTED: entry(122, 'This pool is part of the runtime itself.', 'Stop the runtime instead.'),
  MODULE_NOT_FOUND: entry(
    123,
    'No module with this name was found.',
    'Add its directory to CHI_REPO_PATH or install its package; the name is <namespace>_<module>.',
  ),
  MODULE_INVALID: entry(
    124,
    'The module was found but cannot be used.',
    'Build it, and make sure that its runtime.ts ends in `export default chiTask(Runtime)`.',
  ),
  CREATE_FAILED: entry(
    125,
    "The module's create method failed; the pool does not exist.",
    'Fix what the message names; the pool name is free again.',
  ),
  DESTROY_FAILED: entry(126, "The module's destroy method failed; the pool is gone.", 'Fix the module.'),
  INVALID_ARGUMENT: entry(127, 'An argument is of the wrong type or out of range.', 'Correct the argument.'),
  ENQUEUE_IN_MONITOR: entry(
    128,
    'A monitor submitted or enqueued a task; if it lets this error pass, its task fails with MONITOR_FAILED.',
    'Set rctx.routeLane and let the worker do the rest.',
  ),
  PARTIAL_FAILURE: entry(
    129,
    'Some replicas of a broadcast or range task failed.',
    "Read the task's replicas: each has its own return code.",
  ),

  NOT_CONNECTED: entry(200, 'There is no connection to a runtime.', 'Call connect() or startEmbedded().'),
  CONNECT_FAILED: entry(
    201,
    'The runtime could not be reached.',
    'Start it with `chimaera runtime start`, or check --dir and CHI_RUNTIME_DIR.',
  ),
  PROTOCOL_MISMATCH: entry(
    202,
    'Client and runtime speak different versions of the protocol.',
    'Use the same version of @chimaera/core on both sides; after an update, restart the runtime.',
  ),
  NOT_COMPLETE: entry(203, 'An output was read before the task ended.', 'Await task.wait() first.'),
  TASK_DISPOSED: entry(
    204,
    'The handle was disposed of; its memory may belong to others by now.',
    'Copy what you need before disposing of the handle.',
  ),
  WOULD_BLOCK: entry(
    205,
    'A blocking call was made where it would stop a worker for ever.',
    'Use the form that returns a promise.',
  ),
  CLOSED: entry(206, 'The client or buffer was closed.', 'Connect again, or close later.'),
  RUNTIME_ALREADY_RUNNING: entry(
    207,
    'A runtime is already running in this directory.',
    'Connect to it, stop it, or choose another --dir.',
  ),
  RUNTIME_NOT_RUNNING: entry(
    208,
    'No runtime is running in this directory.',
    'Run `chimaera runtime start`.',
  ),
  RUNTIME_START_FAILED: entry(209, 'The runtime ended before it was ready.', "Read the runtime's log."),
  SHM_TOO_SMALL: entry(
    210,
    'There is not enough shared memory for the segments.',
    'Lower the memory.* sizes, or give /dev/shm more room (docker: --shm-size).',
  ),
  PATH_TOO_LONG: entry(
    211,
    'The path of a Unix socket is longer than the 107 bytes that the system can hold.',
    'Choose a shorter --dir or CHI_RUNTIME_DIR.',
  ),
  UNSUPPORTED_PLATFORM: entry(
    212,
    'This machine lacks something that Chimaera needs.',
    'Use Linux on x64 or arm64, and install without --omit=optional.',
  ),
  CONFIG_INVALID: entry(213, 'The configuration file is wrong.', 'Correct what the message shows.'),
  UNSAFE_DIRECTORY: entry(
    214,
    'A directory that must belong to this user only does not.',
    'Remove it, or choose another directory.',
  ),
  SYSTEM_ERROR: entry(215, 'The operating system refused a call.', 'Read the message, which names the call.'),
});

/** The name of a code in the table. */
export type ErrorCode = keyof typeof ErrorCodes;

/** A code of the table, or a module's own. The intersection keeps the table's names in completions. */
export type AnyErrorCode = ErrorCode | (string & {});

const codeByNumber = new Map<number, ErrorCode>(
  (Object.keys(ErrorCodes) as ErrorCode[]).map((code) => [ErrorCodes[code].returnCode, code]),
);

/** The name for the `returnCode` of a task; `TASK_FAILED` for a module's own numbers. */
export function codeOfReturnCode(returnCode: number): ErrorCode {
  return codeByNumber.get(returnCode) ?? 'TASK_FAILED';
}

function returnCodeOf(code: string): number {
  return Object.hasOwn(ErrorCodes, code)
    ? ErrorCodes[code as ErrorCode].returnCode
    : ErrorCodes.TASK_FAILED.returnCode;
}

/**
 * What one container answered to a Broadcast or Range task: copies of its outputs, or the `error` it failed with.
 * @template R the result of the call, such as `CustomResult`
 */
export type Replica<R = Readonly<Record<string, unknown>>> = Partial<Omit<R, 'replicas' | 'returnCode'>> & {
  readonly containerId: number;
  /** 0 for success. */
  readonly returnCode: number;
  readonly error?: ChimaeraError;
};

/** What an error has besides its code and its message. */
export interface ChimaeraErrorOptions {
  readonly returnCode?: number;
  readonly cause?: unknown;
  readonly replicas?: readonly Replica[];
}

/**
 * What every function of Chimaera throws: a stable `code`, its number, and a message. The message begins with a small
 * letter and has no full stop, because it follows places and codes. It says what is wrong; then what to do about it.
 */
export class ChimaeraError extends Error {
  readonly code: AnyErrorCode;
  readonly returnCode: number;
  /** For PARTIAL_FAILURE: what each container answered. */
  declare readonly replicas?: readonly Replica[];

  constructor(code: AnyErrorCode, message: string, options?: ChimaeraErrorOptions) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.returnCode = options?.returnCode ?? returnCodeOf(code);
    if (options?.replicas !== undefined) this.replicas = options.replicas;
  }

  override get name(): string {
    return this.constructor.name;
  }

  /** Includes the message, which JSON omits from errors: batch results and replicas may contain errors. */
  toJSON(): object {
    const { code, returnCode, message, replicas } = this;
    return { code, returnCode, message, replicas };
  }
}

/**
 * For module authors: ends the task with a return code and a code of the module's own choice. The code reaches the
 * client as it is, so it should be as stable as those of the table.
 */
export class TaskError extends ChimaeraError {
  constructor(returnCode: number, code: AnyErrorCode, message: string) {
    if (!Number.isInteger(returnCode) || returnCode < 1 || returnCode > 0xffff_ffff) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `TaskError needs a return code from 1 to 4294967295, not ${String(returnCode)} (0 would mean success)`,
      );
    }
    super(code, message, { returnCode });
  }
}

/** Describes an argument of the wrong kind, for messages: callers without a compiler may pass anything. */
export function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/**
 * A misspelt name would otherwise be ignored silently.
 * @throws ChimaeraError INVALID_ARGUMENT that lists the known names
 */
export function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const name = Object.keys(given).find((it) => !known.includes(it));
  if (name === undefined) return;
  throw new ChimaeraError('INVALID_ARGUMENT', `${what} takes ${known.join(', ')}; there is no '${name}'`);
}

/**
 * The text of whatever was thrown: anything from an error of another realm to a plain object. Reading it never throws.
 */
export function textOfThrown(thrown: unknown): string {
  try {
    if (typeof thrown !== 'object' || thrown === null) return String(thrown);
    const { message } = thrown as { readonly message?: unknown };
    if (typeof message === 'string') return message;
    const text = String(thrown);
    return text === '[object Object]' ? JSON.stringify(thrown) : text;
  } catch {
    return 'something was thrown that cannot be shown as text';
  }
}
