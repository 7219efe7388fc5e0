/** The first step of every command. Loads the parsers only if there is something to parse. */
import { dirname, resolve } from 'node:path';
import { AUTOGEN_DIR } from './emit/header.js';
import { Files } from './input/files.js';

export async function find(dir: string, reader: Files = new Files()) {
  const [{ findModules }, pipeline] = await Promise.all([
    import('./input/find-modules.js'),
    import('./pipeline.js'),
  ]);
  const inputs = findModules(dir, reader);
  // If a single module is named, its neighbours are not meant.
  const named = inputs.modules.filter((module) => module.dir === resolve(dir));
  return { inputs: named.length > 0 ? { ...inputs, modules: named } : inputs, pipeline };
}

/** Whether everything in a directory is generated. */
export function isAutogen(dir: string): boolean {
  return dir.endsWith(`/${AUTOGEN_DIR}`);
}

/** Whether a generated file is one of a module's. */
export function isOf(moduleDir: string, path: string): boolean {
  const dir = dirname(path);
  return dir === moduleDir || dir === `${moduleDir}/${AUTOGEN_DIR}`;
}
