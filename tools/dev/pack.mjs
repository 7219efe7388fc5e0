// `npm run pack -- DIR`: makes a tarball of each package, as it would be published. The packages have to be built.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { isBundled, keepOnly, removeOrphans, takeAlong } from './dist.mjs';
import { InstalledLinks } from './installed-links.mjs';

const WORKSPACE = resolve(import.meta.dirname, '../..');
/** The package that contains the workspace's documents, because all others depend on it. */
const WITH_DOCS = 'packages/core';
const WITH_TEMPLATES = 'tools/codegen';

/** Directories of the packages that are published, relative to the workspace. */
export function publishedPackages() {
  const dirs = readdirSync(join(WORKSPACE, 'packages')).map((name) => join('packages', name));
  return [...dirs, 'tools/codegen'].filter((dir) => {
    const file = join(WORKSPACE, dir, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).private !== true;
  });
}

/** Packs them into a directory; returns what npm reports for each: name, version, filename, files. */
export async function pack(to) {
  const dirs = publishedPackages();
  const unbuilt = dirs.find((dir) => !existsSync(join(WORKSPACE, dir, 'dist')));
  if (unbuilt !== undefined) throw new Error(`${unbuilt} is not built; run: npm run build`);
  mkdirSync(to, { recursive: true });
  const stage = mkdtempSync(join(tmpdir(), 'chimaera-pack-'));
  try {
    const args = ['pack', '--json', '--loglevel=error', '--pack-destination', resolve(to)];
    const printed = execFileSync('npm', [...args, ...(await lay(dirs, stage))], {
      cwd: WORKSPACE,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 26,
    });
    return Object.values(JSON.parse(printed));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/**
 * Copies the packages, with documents whose links fit an installation, and with a dist as the build makes it, in case
 * they were compiled without Nx; returns their directories.
 */
async function lay(dirs, stage) {
  const links = new InstalledLinks(
    dirs.map((dir) => [dir, JSON.parse(readFileSync(join(WORKSPACE, dir, 'package.json'), 'utf8')).name]),
  );
  const copy = (file, to) =>
    writeFileSync(to, links.rewrite(file, readFileSync(join(WORKSPACE, file), 'utf8')));
  const laid = dirs.map((dir) => {
    const to = join(stage, basename(dir));
    const left = ['node_modules', 'test'].map((name) => join(WORKSPACE, dir, name));
    const isWanted = (path) => !left.includes(path);
    cpSync(join(WORKSPACE, dir), to, { recursive: true, dereference: true, filter: isWanted });
    copy(`${dir}/README.md`, join(to, 'README.md'));
    removeOrphans(to);
    if (dir === WITH_TEMPLATES) takeAlong(join(WORKSPACE, 'templates'), to);
    if (dir !== WITH_DOCS) return to;
    cpSync(join(WORKSPACE, 'docs'), join(to, 'docs'), { recursive: true });
    for (const name of readdirSync(join(WORKSPACE, 'docs')))
      if (name.endsWith('.md')) copy(`docs/${name}`, join(to, 'docs', name));
    return to;
  });
  for (const to of laid.filter(isBundled)) keepOnly(to, await bundle(to));
  return laid;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [to] = process.argv.slice(2);
  if (to === undefined) throw new Error('usage: npm run pack -- DIR');
  for (const { filename } of await pack(to)) console.log(join(to, filename));
}
