/**
 * What the last run read and wrote. If all of it is unchanged there is nothing to do, which is known without loading
 * the parsers. It lies in node_modules/.cache: never in the tree, and gone with `npm ci`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path to a hash of what was there (see Files). */
type Observations = Readonly<Record<string, string | null>>;

/** What one module was generated from, and what was generated. */
export interface ModuleRecord {
  /** `<namespace>_<module>` */
  readonly key: string;
  readonly inputs: string;
  readonly outputs: Observations;
}

export interface Manifest {
  /** Hash of the generator's own code. */
  readonly generator: string;
  /** Everything that was read to find the inputs, and the inputs themselves. */
  readonly inputs: Observations;
  /** By directory. */
  readonly modules: Readonly<Record<string, ModuleRecord>>;
}

/** Where the manifest of a directory is kept, or undefined if there is no node_modules above it. */
export function manifestPath(dir: string): string | undefined {
  const name = createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16);
  for (let at = resolve(dir); ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules')))
      return join(at, 'node_modules/.cache/chimaera-codegen', `${name}.json`);
    if (dirname(at) === at) return undefined;
  }
}

/** The last manifest, if this same version of the generator wrote it. */
export function readManifest(path: string | undefined, generator: string): Manifest | undefined {
  if (path === undefined) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    return manifest.generator === generator ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** A manifest that cannot be written only makes the next run slower. */
export function writeManifest(path: string | undefined, manifest: Manifest): void {
  if (path === undefined) return;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}.tmp`, JSON.stringify(manifest));
    renameSync(`${path}.${process.pid}.tmp`, path);
  } catch {
    return;
  }
}

/** Hash of the running code, so that a changed generator generates everything anew. */
export function generatorHash(): string {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const hash = createHash('sha256');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.d)\.[jt]s$/.test(name),
  );
  for (const name of files.sort()) hash.update(`${name}\0`).update(readFileSync(join(root, name)));
  return hash.digest('hex').slice(0, 32);
}
