/** `npm run bench -- bdev`: the block device, through the whole path of a task, beside fio on the same file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultConfig } from '@chimaera/core/runtime';
import { startScratchRuntime } from 'chimaera/testing';
import { describeMachine } from '../machine.js';
import { readOptions } from '../read-options.js';
import { fioVersion } from './fio.js';
import { parseOptions, usage } from './options.js';
import { formatReport, makeReport } from './report.js';
import { runSuite } from './suite.js';
import { FILE_BYTES } from './workload.js';

const PIECE_BYTES = 2 ** 20;

/** Writes the file instead of only reserving it: reading what was never written involves no disk. */
async function layOut(path: string): Promise<void> {
  const piece = Buffer.alloc(PIECE_BYTES, 'chimaera');
  await using file = await open(path, 'wx');
  for (let at = 0; at < FILE_BYTES; at += PIECE_BYTES) await file.write(piece, 0, PIECE_BYTES, at);
  await file.sync();
}

const { json, repeats, directory, warmUpMs, durationMs, only, ...options } = readOptions(
  process.argv.slice(3),
  parseOptions,
  usage,
);
const busyWaitUs = options.busyWaitUs ?? defaultConfig().runtime.busyWaitUs;
const place = mkdtempSync(join(directory, 'chimaera-bench-'));
const path = join(place, 'device');
const version = fioVersion();
const onProgress = (text: string): void =>
  void process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
if (version === undefined)
  console.error('fio is not installed (Debian: apt-get install fio): nothing to compare with');
try {
  await layOut(path);
  const runtime = await startScratchRuntime({ runtime: { busyWaitUs } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void runtime.stop().finally(() => process.exit(130)));
  try {
    const about = {
      machine: describeMachine(),
      fio: version ?? 'fio is not installed',
      repeats,
      durationMs,
      busyWaitUs,
      path,
    };
    const hasFio = version !== undefined;
    const pairs = await runSuite({
      dir: runtime.dir,
      path,
      hasFio,
      repeats,
      only,
      warmUpMs,
      durationMs,
      onProgress,
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const report = makeReport(about, pairs);
    console.log(json ? JSON.stringify(report) : `\n${formatReport(report)}\n`);
  } finally {
    await runtime.stop();
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
