import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { chimaera, refreshRepo } from './cli.js';

/** Each run of the generator loads the parser of TypeScript. */
const GENERATOR_RUNS_MS = 60_000;

const MODULE = `module_name: greeter
namespace: acme
version: 1.0.0
kCreate: 0
kDestroy: 1
kGreet: 10
`;
const TASKS = `import { type GetOrCreatePoolTask, type In, Task, type u32 } from '@chimaera/core';

export class CreateParams {
  static readonly chimodLibName = 'acme_greeter';
}
export type CreateTask = GetOrCreatePoolTask<CreateParams>;

export abstract class GreetTask extends Task {
  abstract times: In<u32>;
}
`;

describe('generation from the command line', () => {
  let root: string;
  const file = (path: string): string => join(root, path);

  beforeEach(() => {
    root = mkdtempSync('/tmp/chi-repo-');
    mkdirSync(file('greeter/src'), { recursive: true });
    writeFileSync(file('chimaera_repo.yaml'), 'namespace: acme\nmodules: [greeter]\n');
    writeFileSync(file('greeter/chimaera_mod.yaml'), MODULE);
    writeFileSync(file('greeter/src/tasks.ts'), TASKS);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('chi_refresh_repo takes exactly one argument', async () => {
    for (const args of [[], [root, root], ['--force']]) {
      const { code, stdout, stderr } = await refreshRepo(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^Usage: chi_refresh_repo DIR/);
    }
    expect(existsSync(file('greeter/src/autogen'))).toBe(false);
  });

  test(
    'chi_refresh_repo DIR writes files that the check accepts',
    async () => {
      const stale = await chimaera(['repo', 'check', root]);
      expect(stale).toMatchObject({ code: 1, stdout: '' });
      expect(existsSync(file('greeter/src/autogen'))).toBe(false);

      expect(await refreshRepo([root])).toMatchObject({ code: 0, stderr: '' });
      const methods = file('greeter/src/autogen/methods.ts');
      expect(readFileSync(methods, 'utf8')).toContain('kGreet: 10');
      expect(await chimaera(['repo', 'check', root])).toMatchObject({ code: 0, stderr: '' });

      appendFileSync(methods, '// by hand\n');
      const edited = await chimaera(['repo', 'check', root]);
      expect(edited.code).toBe(1);
      expect(edited.stderr).toContain('methods.ts: stale');
      expect(await chimaera(['repo', 'refresh', root])).toMatchObject({ code: 0 });
      expect(await chimaera(['repo', 'check', root])).toMatchObject({ code: 0 });
    },
    GENERATOR_RUNS_MS,
  );

  test(
    'reports problems with file, line and column, and writes nothing',
    async () => {
      writeFileSync(file('greeter/chimaera_mod.yaml'), `${MODULE}kOther: 10\n`);
      const outcome = await chimaera(['repo', 'refresh', root]);
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(outcome.stderr).toMatch(/chimaera_mod\.yaml:7:\d+: error: /);
      expect(existsSync(file('greeter/src/autogen'))).toBe(false);
    },
    GENERATOR_RUNS_MS,
  );
});
