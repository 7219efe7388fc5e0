import { describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { outcomeOf, Place } from './cli.js';

const launcher = fileURLToPath(new URL('../../bin/chimaera.js', import.meta.url));

/** Gives a command its own /dev/shm, like that of a container. Not every machine allows it. */
const inSmallShm = (command: string): string[] => [
  '--mount',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  'sh',
  '-c',
  `mount -t tmpfs -o size=3m tmpfs /dev/shm && ${command}`,
];
const isPossible = spawnSync('unshare', inSmallShm('true')).status === 0;

(isPossible ? describe : describe.skip)('too little shared memory', () => {
  test('start fails with the sizes and the remedy, and leaves nothing behind', async () => {
    const place = new Place();
    try {
      const start = `'${process.execPath}' '${launcher}' runtime start --dir '${place.dir}' --config '${place.config}'`;
      const child = spawn('unshare', inSmallShm(start), { stdio: ['ignore', 'pipe', 'pipe'] });
      const { code, stderr } = await outcomeOf(child);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^chimaera: SHM_TOO_SMALL: .*6 MB .*2 MB are free.*--shm-size/);
      expect(existsSync(place.dir) ? place.remains() : []).toEqual([]);
    } finally {
      await place.remove();
    }
  });
});
