// `npm run pack -- DIR`: the packages as they are published, one tarball each. They have to be built.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeOrphans, takeAlong } from './dist.mjs';

const WORKSPACE = resolve(import.meta.dirname, '../..');

/** Directories of the packages that are meant for others, relative to the workspace. */
export function publishedPackages() {
  const dirs = readdirSync(join(WORKSPACE, 'packages')).map((name) => join('packages', name));
  return [...dirs, 'tools/codegen'].filter((dir) => {
    const file = join(WORKSPACE, dir, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).private !== true;
  });
}

/** Packs them into a directory; gives what npm says of each: name, version, filename, files. */
export function pack(to) {
  const dirs = publishedPackages();
  const unbuilt = dirs.find((dir) => !existsSync(join(WORKSPACE, dir, 'dist')));
  if (unbuilt !== undefined) throw new Error(`${unbuilt} is not built; run: npm run build`);
  for (const dir of dirs) removeOrphans(join(WORKSPACE, dir));
  // As the build does, for who has compiled without Nx.
  takeAlong(join(WORKSPACE, 'templates'), join(WORKSPACE, 'tools/codegen'));
  mkdirSync(to, { recursive: true });
  const args = ['pack', '--json', '--loglevel=error', '--pack-destination', resolve(to)];
  const printed = execFileSync('npm', [...args, ...dirs.flatMap((dir) => ['-w', dir])], {
    cwd: WORKSPACE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  });
  return Object.values(JSON.parse(printed));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [to] = process.argv.slice(2);
  if (to === undefined) throw new Error('usage: npm run pack -- DIR');
  for (const { filename } of pack(to)) console.log(join(to, filename));
}
