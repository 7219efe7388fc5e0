import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chimaera, outcomeOf, Place, refreshRepo } from './cli.js';

const SLOW_MS = 120_000;
const require = createRequire(import.meta.url);
const TSC = require.resolve('typescript/bin/tsc');
const CORE = dirname(require.resolve('@chimaera/core/package.json'));

const YAML = `module_name: greeter
namespace: acme
version: 1.0.0
kCreate: 0
kDestroy: 1
kGreet: 10
kCount: 11
`;
const TASKS = `import { type GetOrCreatePoolTask, type In, type Out, Task, type bool, type u32 } from '@chimaera/core';

export class CreateParams {
  static readonly chimodLibName = 'acme_greeter';
  greeting: string = 'Hello';
}
export type CreateTask = GetOrCreatePoolTask<CreateParams>;

export abstract class GreetTask extends Task {
  abstract times: In<u32>;
  abstract text: Out<string>;
}

export abstract class CountTask extends Task {
  abstract by: In<u32>;
  abstract sum: Out<u32>;
}
`;
const RUNTIME = `import { chiTask, Container, type RunContext } from '@chimaera/core/module';
import { CreateParams, type CreateTask, type CountTask, type GreetTask } from './tasks.js';

export class Runtime extends Container {
  static readonly CreateParams = CreateParams;
  private sum = 0;
  private greeting = '';

  create(task: CreateTask, _rctx: RunContext): void {
    this.greeting = task.getParams().greeting;
  }
  greet(task: GreetTask, _rctx: RunContext): void {
    task.text = this.greeting;
  }
  count(task: CountTask, _rctx: RunContext): void {
    task.sum = this.sum += task.by;
  }
}
export default chiTask(Runtime);
`;
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "private": true }',
  'chimaera_repo.yaml': 'namespace: acme\n',
  'greeter/chimaera_mod.yaml': YAML,
  'greeter/package.json': JSON.stringify({
    name: '@acme/greeter',
    version: '1.0.0',
    type: 'module',
    exports: { './runtime': './dist/runtime.js', './lib_exec': './dist/autogen/lib_exec.js' },
  }),
  'greeter/tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ target: 'ES2022', module: 'NodeNext', lib: ['ES2023', 'ESNext.Disposable'], types: [] },
      ...{ strict: true, skipLibCheck: true, rootDir: 'src', outDir: 'dist' },
    },
    include: ['src'],
  }),
  'greeter/src/tasks.ts': TASKS,
  'greeter/src/runtime.ts': RUNTIME,
  'greeter/src/client.ts': `import { ClientBase } from './autogen/client.js';\nexport class Client extends ClientBase {}\n`,
  // A program that was deployed once and is never built again.
  'program.mjs': `import { connect } from '@chimaera/core';
import { Client } from './greeter/dist/client.js';
const chi = await connect();
const greeter = new Client(chi);
const failure = (error) => ({ code: error.code, message: error.message });
await greeter.create({ poolName: 'hall', params: { greeting: 'Hi' } });
const said = await greeter.greet({ times: 3 }).catch(failure);
const handle = greeter.asyncGreet({ times: 3 });
await handle.wait();
const held = { code: handle.errorCode, message: handle.errorMessage };
handle.dispose();
const counted = await greeter.count({ by: 2 }).catch(failure);
const shouted = greeter.shout ? await greeter.shout({ text: 'hey' }).catch(failure) : undefined;
console.log(JSON.stringify({ said, held, counted, shouted }));
await chi.close();
`,
};

describe('a client and a runtime of different builds', () => {
  let root: string;
  let place: Place;
  const at = (path: string): string => join(root, path);
  const edit = (path: string, change: (text: string) => string): void =>
    writeFileSync(at(path), change(readFileSync(at(path), 'utf8')));

  async function build(repo: string): Promise<void> {
    const compiled = await outcomeOf(
      spawn(process.execPath, [TSC, '-p', at(`${repo}/greeter/tsconfig.json`)], { stdio: 'pipe' }),
    );
    expect(compiled).toMatchObject({ code: 0, stdout: '' });
  }

  /** Runs the program of one build against the runtime of another; returns what it printed. */
  async function run(program: string, runtime: string): Promise<Record<string, Record<string, unknown>>> {
    const env = { CHI_REPO_PATH: at(runtime), CHI_RUNTIME_DIR: place.dir };
    const started = await chimaera(['runtime', 'start', '--config', place.config], env);
    expect(started).toMatchObject({ code: 0 });
    try {
      const child = spawn(process.execPath, [at(`${program}/program.mjs`)], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env, CHI_WAIT_SERVER: '10' },
      });
      const { code, stdout, stderr } = await outcomeOf(child);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    } finally {
      await chimaera(['runtime', 'stop'], env);
    }
  }

  beforeAll(async () => {
    root = mkdtempSync('/tmp/chi-builds-');
    place = new Place();
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(at(`first/${path}`)), { recursive: true });
      writeFileSync(at(`first/${path}`), text);
    }
    mkdirSync(at('node_modules/@chimaera'), { recursive: true });
    symlinkSync(CORE, at('node_modules/@chimaera/core'));
    symlinkSync(join(CORE, '../admin'), at('node_modules/@chimaera/admin'));
    expect(await refreshRepo([at('first')])).toMatchObject({ code: 0 });
    cpSync(at('first'), at('added'), { recursive: true });
    cpSync(at('first'), at('changed'), { recursive: true });
    await build('first');
  }, SLOW_MS);
  afterAll(async () => {
    await place.remove();
    rmSync(root, { recursive: true, force: true });
  });

  test(
    'work together when a method and a parameter were added',
    async () => {
      edit('added/greeter/chimaera_mod.yaml', (text) => `${text.replace('1.0.0', '1.1.0')}kShout: 12\n`);
      edit('added/greeter/src/tasks.ts', (text) =>
        `${text}export abstract class ShoutTask extends Task {\n  abstract text: In<string>;\n}\n`.replace(
          `greeting: string = 'Hello';`,
          `greeting: string = 'Hello';\n  isLoud: bool = true;`,
        ),
      );
      edit('added/greeter/src/runtime.ts', (text) =>
        text
          .replace('type GreetTask', 'type GreetTask, type ShoutTask')
          .replace(
            'task.getParams().greeting;',
            `task.getParams().greeting + (task.getParams().isLoud ? '!' : '');`,
          )
          .replace('  greet(', `  shout(_task: ShoutTask, _rctx: RunContext): void {}\n  greet(`),
      );
      expect(await refreshRepo([at('added')])).toMatchObject({ code: 0 });
      await build('added');
      expect(await run('first', 'added')).toEqual({
        said: { text: 'Hi!', returnCode: 0 },
        held: expect.anything(),
        counted: { sum: 2, returnCode: 0 },
      });
      // The other way round, the runtime says what it lacks.
      const { said, shouted } = await run('added', 'first');
      expect(said).toEqual({ text: 'Hi', returnCode: 0 });
      expect(shouted).toMatchObject({ code: 'METHOD_NOT_FOUND' });
    },
    SLOW_MS,
  );

  test(
    'report a task whose layout was changed by force; other methods still work',
    async () => {
      edit('changed/greeter/chimaera_mod.yaml', (text) => text.replace('1.0.0', '2.0.0'));
      edit('changed/greeter/src/tasks.ts', (text) => text.replace('times: In<u32>', 'times: In<string>'));
      const refused = await refreshRepo([at('changed')]);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/tasks\.ts:10:12: error: GreetTask: field times was u32 and is string;/);
      expect(refused.stderr).toContain('add a method beside it: `kGreet2: 12`');

      expect(await refreshRepo([at('changed'), '--force'])).toMatchObject({ code: 0 });
      await build('changed');
      const { said, held, counted } = await run('first', 'changed');
      const [before, after] = ['first', 'changed'].map((repo) => layoutHash(at(repo)));
      expect(before).not.toBe(after);
      expect(said).toEqual({
        code: 'LAYOUT_MISMATCH',
        message:
          `acme_greeter.kGreet: the client sent layout ${before}, the runtime has ${after} (module version 2.0.0); ` +
          'build both from the same tasks.ts; this client was built from module version 1.0.0',
      });
      expect(held).toMatchObject({ code: 'LAYOUT_MISMATCH' });
      expect(counted).toEqual({ sum: 2, returnCode: 0 });
    },
    SLOW_MS,
  );
});

function layoutHash(repo: string): string {
  const lock = JSON.parse(readFileSync(join(repo, 'greeter/chimaera_mod.lock.json'), 'utf8')) as {
    methods: { kGreet: { layoutHash: string } };
  };
  return lock.methods.kGreet.layoutHash;
}
