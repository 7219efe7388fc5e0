// Two copies of core in one process, as when a module brings its own.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
// Generous: several cores may be busy with something else.
const CHILD_MS = 60_000;
jest.setTimeout(CHILD_MS + 10_000);
const DOORS = ['@chimaera/core', '@chimaera/core/module', '@chimaera/core/codegen'];

let root: string;
let copy: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'chi-doors-')));
  copy = join(root, 'node_modules/@chimaera/core');
  mkdirSync(copy, { recursive: true });
  cpSync(join(PACKAGE, 'dist'), join(copy, 'dist'), { recursive: true });
  setVersion(ownVersion());
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function ownVersion(): string {
  return (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }).version;
}

function setVersion(version: string): void {
  const own = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as object;
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...own, version }));
}

/** Runs a program beside the copy; `own(door)` is this package's half of a door. Returns what it printed. */
function run(program: string): string {
  const own = pathToFileURL(join(PACKAGE, 'dist/')).href;
  const prelude = `
    const own = (file) => import(${JSON.stringify(own)} + file + '.js');
    const offer = async () => (await own('doors/offer')).offerDoors();
    const DOORS = ${JSON.stringify(DOORS)};`;
  const file = join(root, 'program.mjs');
  writeFileSync(file, prelude + program);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: CHILD_MS,
    // With colours, as the tests may have been started, numbers would be printed in colour.
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

const COMPARE = `
  for (const [i, file] of ['index', 'module', 'codegen'].entries()) {
    const [theirs, ours] = [await import(DOORS[i]), await own(file)];
    const equal = Object.keys(ours).filter((name) => theirs[name] === ours[name]);
    console.log(file, Object.keys(ours).length === Object.keys(theirs).length, equal.length === Object.keys(ours).length);
  }`;

test('every copy uses the copy that the runtime offers', () => {
  expect(run(`await offer();${COMPARE}`)).toBe('index true true\nmodule true true\ncodegen true true\n');
});

test('each copy uses itself when no copy is offered', () => {
  const printed = run(`
    console.log((await import('@chimaera/core')).Task === (await own('index')).Task);
    console.log((await import('@chimaera/core')).Task === (await import('@chimaera/core/module')).Task);`);
  expect(printed).toBe('false\ntrue\n');
});

test('incompatible versions are an error that names both, their locations, and the remedy', () => {
  setVersion('7.0.0');
  const printed = run(`
    await offer();
    try { await import('@chimaera/core/module'); } catch (error) { console.log(error.code, error.message); }`);
  expect(printed).toContain(`MODULE_INVALID it is made for @chimaera/core 7.0.0 (${copy})`);
  expect(printed).toContain(`this runtime is ${ownVersion()}`);
  expect(printed).toContain(`install @chimaera/core and @chimaera/codegen ${ownVersion()}`);
});

test('a client of one copy refuses a connection made by another copy', () => {
  const printed = run(`
    const [ours, theirs] = [await own('doors/index'), await import('@chimaera/core')];
    const memory = { mainSegmentSize: '4MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' };
    const chi = await ours.startEmbedded({ workers: 1, memory });
    new ours.ContainerClient(chi);
    try { new theirs.ContainerClient(chi); } catch (error) { console.log(error.code, error.message); }
    await chi.close();`);
  expect(printed).toMatch(/^INVALID_ARGUMENT the connection was made with another copy of @chimaera\/core/);
  expect(printed).toContain(`uses that in ${copy}`);
});
