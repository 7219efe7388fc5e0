import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../../src/index.js';
import { watch } from '../../src/watch.js';
import { Disk } from '../support/disk.js';
import { MODULE_YAML, pingTask } from '../support/repo.js';

const PATIENCE_MS = 10_000;
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let disk: Disk;
beforeEach(() => {
  disk = new Disk({
    'mods/chimaera_repo.yaml': 'namespace: demo\n',
    'mods/sample/chimaera_mod.yaml': MODULE_YAML,
    'mods/sample/src/tasks.ts': pingTask('abstract n: In<u32>;'),
  });
});
afterEach(() => disk.remove());

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await delay(10);
  }
}

describe('refresh --watch', () => {
  test('generates at once and once after each change', async () => {
    const printed: string[] = [];
    const runs = () => printed.filter((line) => line.startsWith('watching')).length;
    const stop = new AbortController();
    const ended = watch(disk.at('mods'), (line) => printed.push(line), { signal: stop.signal });
    await until(() => runs() === 1);
    expect((await check(disk.at('mods'))).differences).toEqual([]);

    disk.write('mods/sample/chimaera_mod.yaml', `${MODULE_YAML}kPong: 11\n`);
    await until(() => runs() === 2);
    expect(printed.join('\n')).toContain('method kPong has no task class PongTask');

    disk.write(
      'mods/sample/src/tasks.ts',
      `${pingTask('abstract n: In<u32>;')}export abstract class PongTask extends Task {}\n`,
    );
    await until(() => runs() === 3);
    expect((await check(disk.at('mods'))).differences).toEqual([]);
    // What it wrote itself is no reason to run again.
    await delay(300);
    expect(runs()).toBe(3);

    stop.abort();
    expect(await ended).toBe(0);
  });

  test('with --force accepts changes that break existing clients', async () => {
    const printed: string[] = [];
    const stop = new AbortController();
    const ended = watch(disk.at('mods'), (line) => printed.push(line), { force: true, signal: stop.signal });
    await until(() => printed.at(-1)?.startsWith('watching') === true);
    disk.write('mods/sample/src/tasks.ts', pingTask('abstract n: In<u32>;\nabstract more: In<u32>;'));
    await until(() => printed.some((line) => line.includes('1 change made by force')));
    stop.abort();
    expect(await ended).toBe(0);
    expect((await check(disk.at('mods'))).differences).toEqual([]);
  });

  test.each(['nowhere', 'mods/chimaera_repo.yaml'])('ends when it cannot start, as with %s', async (dir) => {
    await expect(watch(disk.at(dir), () => undefined)).rejects.toThrow(
      / cannot be watched: (ENOENT|ENOTDIR): .*; name a repository/,
    );
    const { stdout, status } = spawnSync(process.execPath, [CLI, 'refresh', disk.at(dir), '--watch'], {
      encoding: 'utf8',
      timeout: PATIENCE_MS,
    });
    expect(stdout).toMatch(/^codegen: .* cannot be watched: (ENOENT|ENOTDIR): /);
    expect(status).toBe(1);
  });

  test('follows files that editors replace, and directories that are removed and created again', async () => {
    const printed: string[] = [];
    const stop = new AbortController();
    const ended = watch(disk.at('mods'), (line) => printed.push(line), { signal: stop.signal });
    const heard = async (said: string): Promise<void> => {
      await until(
        () => printed.some((line) => line.includes(said)) && printed.at(-1)!.startsWith('watching'),
      );
      printed.length = 0;
    };
    await heard('sample/src/autogen/client.ts');
    for (const field of ['one', 'two', 'three']) {
      disk.write('mods/sample/src/.tasks.swp', pingTask(`abstract ${field}: In<u32>;`));
      renameSync(disk.at('mods/sample/src/.tasks.swp'), disk.at('mods/sample/src/tasks.ts'));
      await heard(`field ${field} is new`);
    }
    for (const round of [1, 2]) {
      disk.write('mods/other/chimaera_mod.yaml', MODULE_YAML.replace('sample', `other${round}`));
      disk.write(
        'mods/other/src/tasks.ts',
        pingTask('abstract n: In<number>;').replaceAll('sample', `other${round}`),
      );
      await heard('other/src/tasks.ts');
      rmSync(disk.at('mods/other'), { recursive: true });
      await heard('field three is new');
    }
    disk.write('mods/sample/src/tasks.ts', pingTask('abstract n: In<u32>;'));
    await heard('all up to date');

    rmSync(disk.at('mods'), { recursive: true });
    await ended;
    stop.abort();
  });
});
