import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { relative } from 'node:path';
import { main } from '../../src/cli.js';
import { check, refresh } from '../../src/index.js';
import { writeAll } from '../../src/output/write.js';
import { Disk } from '../support/disk.js';
import { MODULE_YAML, pingTask } from '../support/repo.js';

const TASKS = pingTask('abstract n: In<u32>;');
const AUTOGEN = 'mods/sample/src/autogen';
const NAMES = ['client.ts', 'lib_exec.ts', 'methods.ts', 'tasks.ts'];

let disk: Disk;
const printed: string[] = [];
const cli = (...args: string[]) => main(args, (line) => printed.push(line));
const shown = () =>
  printed
    .splice(0)
    .join('\n')
    .replaceAll(`${relative(process.cwd(), disk.root)}/`, '');

beforeEach(() => {
  disk = new Disk({
    'package.json': '{}',
    'node_modules/.keep': '',
    'mods/chimaera_repo.yaml': 'namespace: demo\nmodules: [sample]\n',
    'mods/sample/chimaera_mod.yaml': MODULE_YAML,
    'mods/sample/src/tasks.ts': TASKS,
  });
  printed.length = 0;
});

afterEach(() => disk.remove());

describe('refresh', () => {
  test('writes missing files and the command that regenerates them', async () => {
    const result = await refresh(disk.at('mods'));
    expect(result.written.map((path) => relative(disk.at('mods/sample'), path))).toEqual([
      'chimaera_mod.lock.json',
      ...NAMES.map((name) => `src/autogen/${name}`),
    ]);
    expect(readdirSync(disk.at(AUTOGEN))).toEqual(NAMES);
    expect(disk.read(`${AUTOGEN}/methods.ts`)).toMatch(
      /^\/\/ Generated from chimaera_mod.yaml by `npx chi_refresh_repo mods`\. Do not edit\.\n/,
    );
  });

  test('accepts files that git checked out with CRLF and leaves them alone', async () => {
    disk.write('mods/sample/src/tasks.ts', pingTask('/**\n * Two\n * lines.\n */\nabstract n: In<u32>;'));
    await refresh(disk.at('mods'));
    const paths = [
      'mods/chimaera_repo.yaml',
      ...['chimaera_mod.yaml', 'chimaera_mod.lock.json', 'src/tasks.ts'].map((name) => `mods/sample/${name}`),
      ...NAMES.map((name) => `${AUTOGEN}/${name}`),
    ];
    const texts = paths.map((path) => disk.read(path).replaceAll('\n', '\r\n'));
    paths.forEach((path, i) => disk.write(path, texts[i]!));
    expect(await check(disk.at('mods'))).toMatchObject({ problems: [], differences: [] });
    expect(await refresh(disk.at('mods'))).toMatchObject({ problems: [], written: [], removed: [] });
    expect(paths.map((path) => disk.read(path))).toEqual(texts);

    disk.write(`${AUTOGEN}/client.ts`, `${disk.read(`${AUTOGEN}/client.ts`)}// and more\r\n`);
    expect((await check(disk.at('mods'))).differences).toMatchObject([{ kind: 'stale' }]);
  });

  test('names the methods that class Runtime lacks, before the compiler points at a generated file', async () => {
    const runtime = (members: string) => `export class Runtime extends Container {\n  ${members}\n}\n`;
    disk.write('mods/sample/src/runtime.ts', runtime(''));
    expect(await cli('refresh', disk.at('mods'))).toBe(0);
    expect(shown()).toContain(
      `mods/sample/src/runtime.ts:1:14: note: class Runtime has no method ping for kPing yet [handler-missing]
    1 | export class Runtime extends Container {
      |              ^
  hint: add ping(task: PingTask, rctx: RunContext): void {}`,
    );
    for (const text of [
      runtime('ping(task: PingTask): void {}'),
      runtime('').replace('Container', 'Common'), // which may have it
    ]) {
      disk.write('mods/sample/src/runtime.ts', text);
      expect(await refresh(disk.at('mods'))).toMatchObject({ problems: [], notes: [], fromManifest: false });
    }
  });

  test('reports a forced change, but not as an error', async () => {
    await refresh(disk.at('mods'));
    disk.write('mods/sample/src/tasks.ts', pingTask('abstract n: InOut<u32>;'));
    expect(await cli('refresh', disk.at('mods'), '--force')).toBe(0);
    const text = shown();
    expect(text).toContain('forced: PingTask: field n was In and is InOut;');
    expect(text).not.toMatch(/error|hint/);
  });

  test('touches no file that is up to date', async () => {
    await refresh(disk.at('mods'));
    const before = NAMES.map((name) => statSync(disk.at(`${AUTOGEN}/${name}`)).mtimeMs);
    disk.write('mods/sample/chimaera_mod.yaml', `${MODULE_YAML}# nothing\n`);
    const result = await refresh(disk.at('mods'));
    expect(result).toMatchObject({ written: [], removed: [], fromManifest: false });
    expect(NAMES.map((name) => statSync(disk.at(`${AUTOGEN}/${name}`)).mtimeMs)).toEqual(before);
  });

  test('sees in its manifest that nothing has changed', async () => {
    await refresh(disk.at('mods'));
    expect((await refresh(disk.at('mods'))).fromManifest).toBe(true);
    expect((await refresh(disk.at('mods'), { force: true })).fromManifest).toBe(false);
  });

  test.each<[string, () => void]>([
    ['an input', () => disk.write('mods/sample/src/tasks.ts', `${TASKS}// more\n`)],
    [
      'a new runtime.ts',
      () => disk.write('mods/sample/src/runtime.ts', 'export class Runtime { ping(): void {} }\n'),
    ],
    ['an output', () => disk.write(`${AUTOGEN}/methods.ts`, 'edited')],
    ['a removed output', () => disk.remove(`${AUTOGEN}/client.ts`)],
    ['a new file among the outputs', () => disk.write(`${AUTOGEN}/more.ts`, '')],
    ['the repository file', () => disk.write('mods/chimaera_repo.yaml', 'namespace: demo\n')],
    ['a repository file in between', () => disk.write('mods/sample/chimaera_repo.yaml', 'namespace: demo\n')],
  ])('does not trust its manifest after a change of %s', async (_name, change) => {
    await refresh(disk.at('mods'));
    change();
    const result = await refresh(disk.at('mods'));
    expect(result).toMatchObject({ fromManifest: false, problems: [] });
    expect((await check(disk.at('mods'))).differences.filter(({ kind }) => kind !== 'orphan')).toEqual([]);
  });

  test('works without a node_modules to keep a manifest in', async () => {
    disk.remove('node_modules');
    await refresh(disk.at('mods'));
    expect((await refresh(disk.at('mods'))).written).toEqual([]);
  });

  test('writes nothing when there is a problem in any module', async () => {
    disk.write('mods/chimaera_repo.yaml', 'namespace: demo\nmodules: [sample, other]\n');
    disk.write(
      'mods/other/chimaera_mod.yaml',
      MODULE_YAML.replace('sample', 'other').replace('kPing: 10', 'kPing: 1'),
    );
    const result = await refresh(disk.at('mods'));
    expect(result.problems.map(({ rule }) => rule)).toContain('method-id');
    expect(existsSync(disk.at(AUTOGEN))).toBe(false);
  });

  test('removes files that it generated earlier, and no others', async () => {
    await refresh(disk.at('mods'));
    disk.write(`${AUTOGEN}/old.ts`, '// Generated from something by `a command`. Do not edit.\n');
    disk.write(`${AUTOGEN}/mine.ts`, 'export {};\n');
    const { removed, foreign } = await refresh(disk.at('mods'));
    expect([removed, foreign]).toEqual([[disk.at(`${AUTOGEN}/old.ts`)], [disk.at(`${AUTOGEN}/mine.ts`)]]);
    expect(readdirSync(disk.at(AUTOGEN))).toContain('mine.ts');
  });

  test('leaves no temporary file', async () => {
    await refresh(disk.at('mods'));
    expect(
      readdirSync(disk.root, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.tmp')),
    ).toEqual([]);
  });

  test('writes all of its files or none', async () => {
    mkdirSync(disk.at(`${AUTOGEN}/tasks.ts`), { recursive: true }); // the last one cannot be written
    await expect(refresh(disk.at('mods'))).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
      message: expect.stringMatching(
        /autogen\/tasks\.ts cannot be written, and nothing was: it is a directory; move it away$/,
      ),
    });
    expect(readdirSync(disk.at(AUTOGEN))).toEqual(['tasks.ts']);
    expect(existsSync(disk.at('mods/sample/chimaera_mod.lock.json'))).toBe(false);
  });

  test('removes the directories it created when one of their files cannot be written', () => {
    disk.write('file', '');
    const paths = ['deep/er/a.ts', 'deep/b.ts', 'file/c.ts'].map((path) => disk.at(path));
    expect(() => writeAll(paths.map((path) => [path, 'text']))).toThrow(
      expect.objectContaining({
        code: 'SYSTEM_ERROR',
        message: expect.stringMatching(
          /file\/c\.ts cannot be written, and nothing was: ENOTDIR.*; a file is in/,
        ),
      }),
    );
    expect(existsSync(disk.at('deep'))).toBe(false);
    writeAll([[paths[0]!, 'text']]);
    expect(disk.read('deep/er/a.ts')).toBe('text');
  });

  test('removes what a killed run left, and nothing of a running one', async () => {
    await refresh(disk.at('mods'));
    const dead = spawnSync(process.execPath, ['--version']).pid;
    disk.write(`${AUTOGEN}/.client.ts.${dead}-0badcafe.tmp`, '');
    disk.write(`${AUTOGEN}/.client.ts.${process.pid}-0badcafe.tmp`, '');
    disk.write('mods/sample/src/tasks.ts', `${TASKS}// more\n`);
    expect((await refresh(disk.at('mods'))).removed).toEqual([
      disk.at(`${AUTOGEN}/.client.ts.${dead}-0badcafe.tmp`),
    ]);
    expect(readdirSync(disk.at(AUTOGEN))).toEqual([`.client.ts.${process.pid}-0badcafe.tmp`, ...NAMES]);
  });

  test('may run several times concurrently', async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => refresh(disk.at('mods'))));
    expect(results.map(({ problems }) => problems)).toEqual([[], [], [], []]);
    expect((await check(disk.at('mods'))).differences).toEqual([]);
  });
});

describe('an existing but unreadable file', () => {
  const said = async () => {
    expect(await cli('refresh', disk.at('mods'))).toBe(1);
    expect(existsSync(disk.at(AUTOGEN))).toBe(false);
    return shown();
  };

  test.each(['mods/sample/src/tasks.ts', 'mods/sample/chimaera_mod.yaml', 'mods/chimaera_repo.yaml'])(
    'is named when it is a pipe: %s',
    async (path) => {
      disk.remove(path);
      spawnSync('mkfifo', [disk.at(path)]);
      expect(await said()).toContain(
        `${path}:1:1: error: it cannot be read: it is not a regular file [file]`,
      );
    },
  );

  test('is named when it is a link to itself', async () => {
    disk.remove('mods/sample/src/tasks.ts');
    symlinkSync('tasks.ts', disk.at('mods/sample/src/tasks.ts'));
    expect(await said()).toContain('mods/sample/src/tasks.ts:1:1: error: it cannot be read: ELOOP');
  });

  test('is named when it is too large for a source', async () => {
    truncateSync(disk.at('mods/sample/src/tasks.ts'), 2 ** 33);
    expect(await said()).toContain('it has 8589934592 bytes; no source has so many [file]');
  });

  test('may start with a byte order mark', async () => {
    disk.write('mods/sample/chimaera_mod.yaml', `\ufeff${MODULE_YAML}`);
    disk.write('mods/sample/src/tasks.ts', `\ufeff${TASKS}`);
    expect((await refresh(disk.at('mods'))).problems).toEqual([]);
  });
});

describe('check', () => {
  test('reports stale, missing and orphaned files, and writes nothing', async () => {
    await refresh(disk.at('mods'));
    disk.write(`${AUTOGEN}/methods.ts`, `${disk.read(`${AUTOGEN}/methods.ts`)}\n`);
    disk.remove(`${AUTOGEN}/client.ts`);
    disk.write(`${AUTOGEN}/stray.ts`, '');
    expect(await cli('check', disk.at('mods'))).toBe(1);
    expect(shown()).toBe(
      [
        `${AUTOGEN}/client.ts: missing`,
        `${AUTOGEN}/methods.ts: stale`,
        `${AUTOGEN}/stray.ts: orphan`,
        '3 files not up to date; run `npx chi_refresh_repo mods` and commit the result',
      ].join('\n'),
    );
    expect(existsSync(disk.at(`${AUTOGEN}/client.ts`))).toBe(false);
  });

  test('passes while editors have generated files open', async () => {
    await refresh(disk.at('mods'));
    symlinkSync('user@host.123:1', disk.at(`${AUTOGEN}/.#tasks.ts`));
    disk.write(`${AUTOGEN}/.tasks.ts.swp`, '');
    expect((await check(disk.at('mods'))).differences).toEqual([]);
    expect((await refresh(disk.at('mods'))).problems).toEqual([]);
    expect(shown()).toBe('');
  });

  test('passes after a refresh', async () => {
    expect(await cli('refresh', disk.at('mods'))).toBe(0);
    shown();
    expect(await cli('check', disk.at('mods'))).toBe(0);
    expect(shown()).toBe('1 module, all up to date');
  });

  test('notices a changed source', async () => {
    await refresh(disk.at('mods'));
    disk.write('mods/sample/src/tasks.ts', TASKS.replace('abstract n', '/** How many. */ abstract n'));
    expect((await check(disk.at('mods'))).differences.map(({ kind }) => kind)).toEqual(['stale']);
  });
});

describe('the command line', () => {
  test('prints problems with their excerpt', async () => {
    disk.write('mods/sample/src/tasks.ts', pingTask('abstract n: In<number>;'));
    expect(await cli('refresh', disk.at('mods'))).toBe(1);
    expect(shown()).toBe(
      `mods/sample/src/tasks.ts:4:16: error: type number cannot be shared between processes [field-type]
    4 | abstract n: In<number>;
      |                ^
  hint: say how wide it is: u8, u16, u32, i8, i16, i32, f32, f64, or size for a count up to 2^53 - 1

1 problem; nothing was written`,
    );
  });

  test.each([[[]], [['frobnicate']], [['refresh', 'a', 'b']], [['check', '--force']]])(
    'prints its usage when called with %j',
    async (args) => {
      expect(await cli(...args)).toBe(1);
      expect(shown()).toMatch(/^usage: /);
    },
  );
});

describe('with several modules', () => {
  const OTHER_TASKS = TASKS.replace('demo_sample', 'demo_other');
  const other = (id: number) => MODULE_YAML.replace('sample', 'other').replace('kPing: 10', `kPing: ${id}`);

  beforeEach(async () => {
    disk.write('mods/chimaera_repo.yaml', 'namespace: demo\n');
    disk.write('mods/other/chimaera_mod.yaml', other(10));
    disk.write('mods/other/src/tasks.ts', OTHER_TASKS);
    await refresh(disk.at('mods'));
  });

  test('writes only the files of the changed one', async () => {
    disk.write('mods/other/chimaera_mod.yaml', `${other(10)}kPong: 11\n`);
    disk.write('mods/other/src/tasks.ts', `${OTHER_TASKS}export abstract class PongTask extends Task {}\n`);
    const { written, modules } = await refresh(disk.at('mods'));
    expect(modules).toBe(2);
    expect(new Set(written.map((path) => relative(disk.at('mods'), path).split('/')[0]))).toEqual(
      new Set(['other']),
    );
    expect((await refresh(disk.at('mods'))).fromManifest).toBe(true);
    expect((await check(disk.at('mods'))).differences).toEqual([]);
  });

  test('detects conflicts between the changed one and the others', async () => {
    disk.write('mods/other/chimaera_mod.yaml', MODULE_YAML);
    disk.write('mods/other/src/tasks.ts', TASKS);
    const { problems } = await refresh(disk.at('mods'));
    expect(problems.map(({ message }) => message)).toEqual(['demo_sample is also the module in sample']);
  });
});
