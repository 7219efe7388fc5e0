import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chi, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';

const url = (specifier: string): string => JSON.stringify(import.meta.resolve(specifier));
const modName = (file: string): string => JSON.stringify(new URL(`../../dist/${file}`, import.meta.url).href);

/**
 * Writes the uncompiled module `test_<name>` below `root`: a subclass of mod-name's, with the same tasks, so that
 * mod-name's client works with it. `body` is what its class adds; it can use `core`, the exports of
 * `@chimaera/core/module`. `before` is put in front of the class.
 * @returns the value of CHI_REPO_PATH with which a runtime finds it
 */
export function writeScratchModule(root: string, name: string, body: string, before = ''): string {
  const directory = join(root, name);
  mkdirSync(join(directory, 'dist/autogen'), { recursive: true });
  writeFileSync(
    join(directory, 'chimaera_mod.yaml'),
    `module_name: ${name}\nnamespace: test\nversion: 1.0.0\n`,
  );
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    join(directory, 'dist/runtime.js'),
    `import registration from ${modName('runtime.js')};
import * as core from ${url('@chimaera/core/module')};

class CreateParams { static chimodLibName = 'test_${name}'; }
${before}
class Runtime extends registration.Runtime {
  static CreateParams = CreateParams;
${body}
}

export default core.chiTask(Runtime);
`,
  );
  writeFileSync(
    join(directory, 'dist/autogen/lib_exec.js'),
    `import { libExec as base } from ${modName('autogen/lib_exec.js')};
export const libExec = { ...base, moduleName: '${name}', namespace: 'test', key: 'test_${name}' };
`,
  );
  return root;
}

/** A pool of such a module, spoken to by the client of mod-name. */
export async function createScratchPool(chi: Chi, name: string, containers = 1): Promise<Client> {
  const { newPoolId } = await chi.admin.getOrCreatePool({
    chimodName: `test_${name}`,
    poolName: name,
    chimodParams: new Uint8Array(16),
    domainFlags: 0,
    containers,
    newPoolId: PoolId.null,
  });
  return new Client(chi, newPoolId);
}
