/**
 * `@chimaera/core/module`. Lists the exports of ../module.ts once more, because which names a file exports cannot
 * depend on where it is loaded.
 */
import * as own from '../module.js';
import type * as self from './module.js';
import { throughDoor } from './offer.js';

export const {
  BaseCreateTask,
  BufferRef,
  ChiBuffer,
  ChimaeraError,
  CoMutex,
  CoRwLock,
  Container,
  DestroyTask,
  ErrorCodes,
  Lane,
  Later,
  MonitorMode,
  PoolId,
  PoolQuery,
  QueuePriority,
  RunContext,
  Task,
  TaskError,
  TaskNode,
  chiTask,
  deviceIo,
  tryLockFile,
  pollers,
} = throughDoor('module', own);

/** If a name is missing above, the compiler reports it here. */
type Unlisted = Exclude<keyof typeof own, keyof typeof self>;
true satisfies [Unlisted] extends [never] ? true : Unlisted;
