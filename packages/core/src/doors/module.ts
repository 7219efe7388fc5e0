/**
 * `@chimaera/core/module`. What ../module.ts exports is listed here once more, because exports cannot depend on where
 * they are loaded.
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

/** The compiler names here what is not listed above. */
type Unlisted = Exclude<keyof typeof own, keyof typeof self>;
true satisfies [Unlisted] extends [never] ? true : Unlisted;
