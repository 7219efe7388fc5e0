import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { relative } from 'node:path';
import { main } from '../../src/cli.js';
import { refresh } from '../../src/index.js';
import { Disk } from '../support/disk.js';
import { MODULE_YAML, pingTask } from '../support/repo.js';

const LOCK = 'mods/sample/chimaera_mod.lock.json';

let disk: Disk;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: disk.root });

/** `codegen breaking`, with what it printed. */
async function breaking(against: string, dir = 'mods'): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await main(['breaking', disk.at(dir), '--against', against], (line) => lines.push(line));
  return { code, said: lines.join('\n').replaceAll(`${relative(process.cwd(), disk.root)}/`, '') };
}

beforeEach(async () => {
  disk = new Disk({
    'mods/chimaera_repo.yaml': 'namespace: demo\n',
    'mods/sample/chimaera_mod.yaml': MODULE_YAML,
    'mods/sample/src/tasks.ts': pingTask('abstract n: In<u32>;'),
  });
  await refresh(disk.at('mods'));
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
});
afterEach(() => disk.remove());

const renumber = () =>
  disk.write('mods/sample/chimaera_mod.yaml', MODULE_YAML.replace('kPing: 10', 'kPing: 12'));

describe('codegen breaking --against', () => {
  test('a commit: reports nothing when nothing changed', async () => {
    expect(await breaking('HEAD')).toEqual({ code: 0, said: '1 module compared with HEAD, nothing breaks' });
  });

  test('a commit: finds breaking changes that were forced and committed since', async () => {
    renumber();
    expect((await refresh(disk.at('mods'), { force: true })).problems).toEqual([]);
    git('commit', '-qam', 'second');
    expect((await breaking('HEAD')).code).toBe(0);
    const { code, said } = await breaking('HEAD~1');
    expect(code).toBe(1);
    expect(said).toContain('mods/sample/chimaera_mod.yaml:6:8: error: kPing had the id 10 and now has 12');
  });

  test('a commit: shows the lock file line of what was removed', async () => {
    disk.write('mods/sample/chimaera_mod.yaml', MODULE_YAML.replace('kPing: 10\n', ''));
    disk.write('mods/sample/src/tasks.ts', pingTask('').replace(/export abstract[^]*/, ''));
    const { said } = await breaking('HEAD');
    expect(said).toContain(
      'HEAD:sample/chimaera_mod.lock.json:7:5: error: method kPing (10) is gone: clients that are built already call it',
    );
    expect(said).toContain('    7 |     "kPing": {');
  });

  test('a commit: works for a subdirectory of a git repository too', async () => {
    renumber();
    expect((await breaking('HEAD', 'mods/sample')).code).toBe(1);
  });

  test('a commit: notices removed modules and counts new ones', async () => {
    disk.write('mods/other/chimaera_mod.yaml', MODULE_YAML.replace('sample', 'other'));
    disk.write('mods/other/src/tasks.ts', pingTask('').replace('demo_sample', 'demo_other'));
    expect((await breaking('HEAD')).said).toBe('1 module compared with HEAD, nothing breaks; 1 module new');
    disk.remove('mods/sample');
    expect((await breaking('HEAD')).said).toContain('error: module demo_sample is gone');
  });

  test('a lock file', async () => {
    cpSync(disk.at(LOCK), disk.at('old.json'));
    renumber();
    const { code, said } = await breaking(disk.at('old.json'));
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('had the id 10') });
  });

  test('a directory with older modules', async () => {
    cpSync(disk.at('mods'), disk.at('old'), { recursive: true });
    disk.write('mods/chimaera_repo.yaml', 'namespace: fresh\n');
    disk.write('mods/sample/chimaera_mod.yaml', MODULE_YAML.replace('demo', 'fresh'));
    disk.write('mods/sample/src/tasks.ts', pingTask('abstract n: In<u32>;').replace('demo', 'fresh'));
    expect((await breaking(disk.at('old'))).said).toContain(
      'the module was demo_sample and is now fresh_sample',
    );
  });

  test.each(['nothing-of-the-kind', '--upload-pack=x'])('%s is an error', async (against) => {
    const lines: string[] = [];
    const code = await main(['breaking', disk.at('mods'), `--against=${against}`], (line) =>
      lines.push(line),
    );
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(
      `codegen: ${against} is neither a file nor a directory, nor does git know`,
    );
  });

  test('does not mention clients while the sources are invalid', async () => {
    disk.write('mods/sample/src/tasks.ts', pingTask('abstract n: In<number>;'));
    const { code, said } = await breaking('HEAD');
    expect(code).toBe(1);
    expect(said).toContain('type number cannot be shared');
  });
});
