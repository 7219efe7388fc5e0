// `npm run registry`: an npm registry on this machine only, with this workspace's packages as they would be published,
// and with whatever is installed here. Until the packages are published, repositories elsewhere install from it:
//
//   export npm_config_registry=http://127.0.0.1:4873      # pnpm 11 and later: pnpm_config_registry
//
// `npm run registry -- PORT` uses another port, 0 any free one. Tests and `docs:check` use `serveRegistry`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pack } from './pack.mjs';

const WORKSPACE = resolve(import.meta.dirname, '../..');
const DEFAULT_PORT = 4873;
const MAX_TARBALL = 2 ** 28;

/**
 * Serves until `close`. First packs the workspace's packages, which have to be built.
 * @param port 0 for any
 */
export async function serveRegistry(port = 0) {
  const directory = mkdtempSync(join(tmpdir(), 'chi-registry-'));
  const packages = new Map([...installed(), ...(await packed(directory))]);
  const server = createServer((request, response) => {
    const answer = respond(packages, decodeURIComponent(request.url.slice(1)), request.headers.host);
    response.writeHead(answer === undefined ? 404 : 200);
    response.end(answer ?? '{}');
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.closeAllConnections();
      server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Answers `NAME` with what is known of a package, and `NAME/-/VERSION.tgz` with the package. */
function respond(packages, path, host) {
  const [name, file] = path.split('/-/');
  const versions = packages.get(name);
  if (versions === undefined) return undefined;
  if (file !== undefined) return tarball(versions.get(file.replace(/\.tgz$/, '')));
  const entries = [...versions].map(([version, found]) => {
    const dist = { tarball: `http://${host}/${name}/-/${version}.tgz`, ...integrityOf(found) };
    return [version, { ...found.manifest, dist }];
  });
  // Old dates: some clients refuse what was published today, or ask when it was.
  const time = Object.fromEntries(entries.map(([version]) => [version, '2000-01-01T00:00:00.000Z']));
  const latest = entries
    .map(([version]) => version)
    .sort(byVersion)
    .at(-1);
  return JSON.stringify({ name, 'dist-tags': { latest }, time, versions: Object.fromEntries(entries) });
}

/** The packages of the workspace: from name to version to their place. */
async function packed(directory) {
  return (await pack(directory)).map(({ name, version, filename }) => {
    const file = join(directory, filename);
    const manifest = JSON.parse(
      execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' }),
    );
    return [name, new Map([[version, { manifest, file }]])];
  });
}

/** What npm has installed for the workspace. Packages for other platforms are known from the lock file only. */
function installed() {
  const lock = JSON.parse(readFileSync(join(WORKSPACE, 'package-lock.json'), 'utf8'));
  const packages = new Map();
  for (const [path, { version, link, os, cpu, libc, integrity }] of Object.entries(lock.packages)) {
    if (!path.includes('node_modules/') || link) continue;
    const name = path.split('node_modules/').at(-1);
    const directory = join(WORKSPACE, path);
    const file = join(directory, 'package.json');
    const manifest = existsSync(file)
      ? { ...JSON.parse(readFileSync(file, 'utf8')), scripts: undefined }
      : { name, version, os, cpu, libc };
    if (!packages.has(name)) packages.set(name, new Map());
    // pnpm 11 was seen to fetch even packages for other platforms if their hashes were missing here.
    packages
      .get(name)
      .set(version, existsSync(file) ? { manifest, directory } : { manifest, directory, integrity });
  }
  return packages;
}

/** npm accepts a tarball without a hash, pnpm and Yarn do not. For other platforms there is no tarball to hash. */
function integrityOf(found) {
  const bytes = found.integrity === undefined ? tarball(found) : undefined;
  if (bytes !== undefined) found.integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return found.integrity === undefined ? {} : { integrity: found.integrity };
}

/** Installed packages are packed again when they are requested. */
function tarball(found) {
  if (found === undefined) return undefined;
  if (found.file !== undefined) return readFileSync(found.file);
  if (!existsSync(found.directory)) return undefined;
  const inside = found.manifest.bundleDependencies === undefined ? ['--exclude=./node_modules'] : [];
  const args = [
    '-C',
    found.directory,
    '-I',
    'gzip -1',
    '--transform=s,^\\.,package,',
    ...inside,
    '-cf',
    '-',
    '.',
  ];
  return (found.bytes ??= execFileSync('tar', args, { maxBuffer: MAX_TARBALL }));
}

function byVersion(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const port = Number(process.argv[2] ?? DEFAULT_PORT);
  const { url, close } = await serveRegistry(port);
  console.log(`serving this workspace's packages; elsewhere: export npm_config_registry=${url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, close);
}
