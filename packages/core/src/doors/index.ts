/**
 * `@chimaera/core`. What ../index.ts exports is listed here once more, because exports cannot depend on where they are
 * loaded.
 */
import * as own from '../index.js';
import type * as self from './index.js';
import { throughDoor } from './offer.js';

export const {
  BaseCreateTask,
  BufferRef,
  ChiBuffer,
  ChimaeraError,
  Connection,
  ContainerClient,
  DestroyTask,
  ErrorCodes,
  PoolId,
  PoolQuery,
  QueuePriority,
  Task,
  TaskError,
  TaskNode,
  connect,
  startEmbedded,
} = throughDoor('index', own);

/** The compiler names here what is not listed above. */
type Unlisted = Exclude<keyof typeof own, keyof typeof self>;
true satisfies [Unlisted] extends [never] ? true : Unlisted;
