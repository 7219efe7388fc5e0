// Checks what callers pass, and names what is wrong.
import { ChimaeraError, refuseUnknown, shown } from '../errors.js';
import type { CallOptions } from '../submit/call-options.js';
import type { Party } from '../submit/party.js';
import type { GivenParams, ParamsType } from '../task/params-type.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';
import { Writer } from '../task/writer.js';
import { mistakenName, warnOfMistakenNames } from './input-names.js';

/** The parameters, defaults filled in, in the encoding that the module reads. @throws ChimaeraError INVALID_ARGUMENT */
export function encodeParams<P>(params: ParamsType<P>, given: GivenParams<P> = {}): Uint8Array {
  checkParams(params, given);
  const archive = Writer.growing();
  try {
    params.encode(withGiven(params, given), archive);
  } catch (error) {
    throw aboutInput({ module: params.lib, name: 'create' }, given, error);
  }
  return archive.bytesWritten();
}

export function checkCreateArgs(lib: string, args: object): void {
  if (typeof args !== 'object' || args === null)
    throw new ChimaeraError('INVALID_ARGUMENT', `create() of ${lib} takes an object, not ${shown(args)}`);
  refuseUnknown(`create() of ${lib}`, args, ['poolName', 'containers', 'params', 'domainFlags']);
}

/** Without a return value nobody would know the id of the pool. */
export function checkCreateOptions(options: CallOptions | undefined): void {
  if (options?.fireAndForget !== true && options?.periodMs === undefined) return;
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    'create() waits for the pool and returns its id: it takes neither fireAndForget nor periodMs',
  );
}

/** The defaults, overridden by what was given. */
function withGiven<P>({ create, fields }: ParamsType<P>, given: GivenParams<P>): P {
  const params = create();
  for (const { name, type } of fields) {
    if (!Object.hasOwn(given, name)) continue;
    const value = given[name as keyof P];
    // For an Optional, undefined is a value; for any other type it means the default, as for a function's argument.
    const isGiven = value !== undefined || String(type).startsWith('Optional<');
    if (isGiven) params[name as keyof P] = value as P[keyof P];
  }
  return params;
}

/** What names no parameter would otherwise silently leave them at their defaults, as would a misspelt one. */
function checkParams<P>({ lib, fields }: ParamsType<P>, given: GivenParams<P>): void {
  if (typeof given !== 'object' || Array.isArray(given))
    throw new ChimaeraError('INVALID_ARGUMENT', `params of ${lib} is an object, not ${shown(given)}`);
  for (const name of Object.keys(given)) {
    if (fields.some((field) => field.name === name)) continue;
    const names = fields.map((field) => field.name).join(', ') || 'none';
    throw new ChimaeraError('INVALID_ARGUMENT', `${lib} has no parameter '${name}'; it has ${names}`);
  }
}

export function heapBytesOf<T extends Task, I, R>(type: TaskType<T, I, R>, input: I): number {
  try {
    return type.heapBytes(input);
  } catch (error) {
    throw aboutInput(type, input, error);
  }
}

/** Writes the inputs of a task that was begun; gives the task up if they are wrong. @throws what is wrong with them */
export function fillTask<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  task: T,
  input: I,
): void {
  try {
    type.fill(task, input);
  } catch (error) {
    party.discard(task);
    throw withMistake(type, input, aboutInput(type, input, error));
  }
  if (type.nameChecksLeft > 0) warnOfMistakenNames(type, input as object);
}

/**
 * The error to report when reading the inputs has thrown: generated code reads them without checking that they exist.
 */
export function aboutInput(
  type: { readonly module: string; readonly name: string },
  input: unknown,
  error: unknown,
): Error {
  if (typeof input === 'object' && input !== null) {
    // Such as for a BigInt where a number is expected.
    if (!(error instanceof TypeError)) return error as Error;
    const message = `${type.module}.${type.name} cannot be sent with these inputs: ${error.message}`;
    return new ChimaeraError('INVALID_ARGUMENT', message, { cause: error });
  }
  return new ChimaeraError(
    'INVALID_ARGUMENT',
    `${type.module}.${type.name} takes an object with its inputs, not ${shown(input)}`,
    { cause: error },
  );
}

/** Adds that a missing input may be there under another name. */
function withMistake(
  type: Pick<TaskType, 'module' | 'name' | 'inputs'>,
  input: unknown,
  error: Error,
): Error {
  if (typeof input !== 'object' || input === null || (error as ChimaeraError).code !== 'INVALID_ARGUMENT')
    return error;
  const mistake = mistakenName(type, input);
  if (mistake === undefined) return error;
  const message = `${error.message}; ${type.module}.${type.name} ${mistake}`;
  return new ChimaeraError('INVALID_ARGUMENT', message, { cause: error });
}
