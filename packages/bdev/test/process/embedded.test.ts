import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const PROGRAM = `
import { startEmbedded } from ${JSON.stringify(import.meta.resolve('@chimaera/core'))};
import { Client } from ${JSON.stringify(import.meta.resolve('@chimaera/bdev'))};
const chi = await startEmbedded({ workers: 2 });
const devices = [new Client(chi), new Client(chi)];
for (const [i, device] of devices.entries())
  await device.create({ poolName: process.argv[1] + i, params: { totalSize: 2 ** 20 } });
const { blocks } = await devices[0].allocateBlocks({ size: 4096 });
const data = chi.allocateBuffer(4096);
const { bytesWritten } = await devices[0].write({ block: blocks[0], data, length: 4096 });
process.stdout.write(String(bytesWritten));
await chi.close();
`;

test('a program with open devices exits without any output', () => {
  const root = mkdtempSync(join(tmpdir(), 'chi-embedded-'));
  try {
    const args = ['--input-type=module', '-e', PROGRAM, join(root, 'dev')];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: '4096', stderr: '', status: 0 });
  } finally {
    rmSync(root, { recursive: true });
  }
}, 40_000);
