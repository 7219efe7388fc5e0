/**
 * What the command line, tests and benchmarks need of a runtime as a whole: to start, stop and inspect one. The parts
 * are loaded on first use, so that a command that only inspects does not pay for those that start.
 */
import type { Chi } from './chi/chi.js';
import type { RuntimeReport } from './chi/runtime-report.js';
import type { PoolStatus } from './client/control-protocol.js';
import type { ComposeEntry } from './config/runtime-config.js';
import type { ComposedPool } from './runtime/compose/compose.js';
import type { ControlPlaneOptions } from './runtime/control-plane-options.js';
import type { DaemonOptions } from './runtime/daemon/daemon-start.js';
import type { StartDaemonOptions } from './runtime/daemon/start-daemon.js';
import type { StopResult } from './runtime/daemon/stop-daemon.js';
import type { RuntimeState } from './runtime/directory/state-file.js';
import type { RuntimeStatus } from './runtime/inquiry/runtime-status.js';

export { DEFAULT_GRACE_MS, MAX_GRACE_MS } from './config/grace.js';
export { loadComposeFile, loadConfig, type LoadedConfig } from './config/load.js';
export { defaultConfig, type RuntimeConfig } from './config/runtime-config.js';
export { runtimeDirectory } from './config/runtime-dir.js';
export { formatSize, parseSize } from './config/sizes.js';
export { isDebugEnvironment, printable } from './log.js';
export { yieldProcessor } from './os/futex.js';
export { identityOf, isAlive, type ProcessIdentity, selfIdentity } from './os/process-identity.js';
export { createMappedFile, openMappedFile, type MappedMemory } from './os/mapped-file.js';
export type {
  ComposedPool,
  ComposeEntry,
  ControlPlaneOptions,
  DaemonOptions,
  PoolStatus,
  RuntimeReport,
  RuntimeState,
  RuntimeStatus,
  StartDaemonOptions,
  StopResult,
};

/**
 * Starts a daemon in a process of its own; resolves when it and the pools that its configuration lists are ready. It
 * goes on when this process ends, unless told otherwise.
 */
export async function startDaemon(options: StartDaemonOptions): Promise<RuntimeState> {
  return (await import('./runtime/daemon/start-daemon.js')).startDaemon(options);
}

/** Runs a runtime in this process until a client, a signal or the end of `exitWith` stops it. */
export async function runDaemon(
  options: DaemonOptions,
  onReady: (state: RuntimeState) => void,
): Promise<void> {
  await (await import('./runtime/daemon/run-daemon.js')).runDaemon(options, onReady);
}

/**
 * Tells a runtime whose `composer` this process is that its pools exist: from now on others can connect.
 * @throws ChimaeraError RUNTIME_START_FAILED if it does not answer
 */
export async function openToAll(dir: string): Promise<void> {
  await (await import('./runtime/compose/compose-first.js')).openToAll(dir);
}

/** Stops the runtime in `dir` and waits until it is gone. */
export async function stopDaemon(options: {
  readonly dir: string;
  readonly graceMs: number;
}): Promise<StopResult> {
  return (await import('./runtime/daemon/stop-daemon.js')).stopDaemon(options);
}

/** Whether a runtime is already running in `dir`, and what it consists of. */
export async function runtimeStatus(dir: string): Promise<RuntimeStatus> {
  return (await import('./runtime/inquiry/runtime-status.js')).runtimeStatus(dir);
}

/**
 * The state of the runtime in `dir`, without becoming its client. It answers even while methods block its workers.
 * @param query `all`, or one part of the report
 */
export async function runtimeReport(dir: string, query = 'all'): Promise<RuntimeReport> {
  return (await import('./runtime/inquiry/request-report.js')).requestReport(dir, query);
}

/**
 * Creates the pools of `entries` in their order, or finds those that exist.
 * @param dir directory of the runtime: modules are looked for where it looks, and not where this process would
 */
export async function composePools(
  chi: Pick<Chi, 'admin'>,
  entries: readonly ComposeEntry[],
  dir?: string,
): Promise<ComposedPool[]> {
  const { composePools: compose } = await import('./runtime/compose/compose.js');
  if (dir === undefined) return compose(chi, entries);
  const { findAsRuntime } = await import('./runtime/compose/find-as-runtime.js');
  return compose(chi, entries, findAsRuntime(dir));
}

/** Destroys those pools of `entries` that are among `existing`, in reverse order. */
export async function unregisterPools(
  chi: Pick<Chi, 'admin'>,
  entries: readonly ComposeEntry[],
  existing: readonly PoolStatus[],
): Promise<ComposedPool[]> {
  return (await import('./runtime/compose/compose.js')).unregisterPools(chi, entries, existing);
}
