import { whenGone } from '../../os/process-watch.js';
import { ControlPlane } from '../control-plane.js';
import type { RuntimeState } from '../directory/state-file.js';
import type { DaemonOptions } from './daemon-start.js';

/** A shell's code for "internal software error" (sysexits.h). */
const EXIT_BROKEN = 70;

/**
 * Runs a runtime in this process until a client, SIGTERM, SIGINT or SIGHUP stops it, or until the process ends with
 * which it is to end. A second signal does not wait for running tasks. Resolves when nothing of it is left.
 * @throws ChimaeraError what ControlPlane.start throws
 */
export async function runDaemon(
  options: DaemonOptions,
  onReady: (state: RuntimeState) => void,
): Promise<void> {
  const plane = new ControlPlane(options);
  let signals = 0;
  const onSignal = (): void => {
    if (++signals === 1) void plane.stop();
    else endNow(plane, 0);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal).on('SIGHUP', onSignal);
  process.once('uncaughtException', (error) => {
    plane.logger.error('the control plane failed; the runtime ends', error);
    endNow(plane, EXIT_BROKEN);
  });
  const { exitWith } = options;
  if (exitWith !== undefined) {
    whenGone(exitWith, () => {
      plane.logger.info(`process ${exitWith.pid} has ended, and this runtime is to end with it`);
      void plane.stop();
    });
  }
  onReady(await plane.start());
  await plane.stopped;
}

function endNow(plane: ControlPlane, code: number): never {
  try {
    plane.abandon();
  } finally {
    process.exit(code);
  }
}
