import { connect } from '@chimaera/core';
import { join } from 'node:path';
import type { ScratchRuntime } from '../testing/index.js';
import { measurePingPong } from '../testing/index.js';
import { runFileStage } from './file-stage.js';
import type { Progress } from './progress.js';
import type { DemoResult } from './result.js';
import { runTaskStage } from './task-stage.js';

/** How much the demo does. */
export const DEMO_SIZES = { roundTrips: 200_000, concurrent: 1_000_000, loops: 64 } as const;

/** Runs everything that the demo shows, as a client of a runtime that is ready. */
export async function runDemo(
  runtime: ScratchRuntime,
  path: string,
  progress: Progress,
  sizes: { roundTrips: number; concurrent: number; loops: number } = DEMO_SIZES,
): Promise<DemoResult> {
  const chi = await connect({ dir: runtime.dir, waitServerSeconds: 0 });
  try {
    const file = await runFileStage({ chi, path, devicePath: join(runtime.files, 'device'), progress });
    progress.begin('ping-pong of two processes');
    const pingPongNs = await measurePingPong();
    const tasks = await runTaskStage({ chi, progress, ...sizes });
    return { file, tasks, pingPongNs };
  } finally {
    await chi.close();
  }
}
