/**
 * `@chimaera/core/codegen`. Lists the exports of ../codegen.ts once more, because which names a file exports cannot
 * depend on where it is loaded.
 */
import * as own from '../codegen.js';
import type * as self from './codegen.js';
import { throughDoor } from './offer.js';

export const {
  BaseCreateTask,
  BufferRef,
  ContainerClient,
  DestroyTask,
  MonitorMode,
  OUTPUT_RESERVE_BYTES,
  PoolId,
  PreparedTask,
  Reader,
  Task,
  Writer,
  badData,
  badValue,
  bytesBound,
  defineParams,
  defineTaskType,
  inTask,
  readSize,
  stringBound,
  synchronous,
  writeSize,
} = throughDoor('codegen', own);

/** If a name is missing above, the compiler reports it here. */
type Unlisted = Exclude<keyof typeof own, keyof typeof self>;
true satisfies [Unlisted] extends [never] ? true : Unlisted;
