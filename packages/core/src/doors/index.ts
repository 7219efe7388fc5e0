/**
 * `@chimaera/core`. Lists the exports of ../index.ts once more, because which names a file exports cannot depend on
 * where it is loaded.
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

/** If a name is missing above, the compiler reports it here. */
type Unlisted = Exclude<keyof typeof own, keyof typeof self>;
true satisfies [Unlisted] extends [never] ? true : Unlisted;
