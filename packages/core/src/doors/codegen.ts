/**
 * `@chimaera/core/codegen`. What ../codegen.ts exports is listed here once more, because exports cannot depend on where
 * they are loaded.
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

/** The compiler names here what is not listed above. */
type Unlisted = Exclude<keyof typeof own, keyof typeof self>;
true satisfies [Unlisted] extends [never] ? true : Unlisted;
