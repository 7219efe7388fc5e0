// Finds the configuration and reads it. yaml and ajv take some 40 ms to load, so they are loaded only if there is a
// file: a runtime with the defaults starts without them.
import { existsSync, lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ChimaeraError } from '../errors.js';
import { composeFrom, configFrom } from './document.js';
import { type ComposeEntry, defaultConfig, type RuntimeConfig } from './runtime-config.js';
import { composeSchema, type ConfigDocument, configSchema } from './schema.js';
import type { YamlFile } from './yaml-file.js';

export interface LoadedConfig {
  readonly config: RuntimeConfig;
  /** Where it came from, for people: a path and why it was chosen, or that there was none. */
  readonly source: string;
  /** The file that was read, if one was. */
  readonly path?: string;
}

/** The environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration from the first of: `path` (--config), CHI_SERVER_CONF, ~/.chimaera/chimaera.yaml, the built-in
 * defaults. A file that was named must exist. `CONFIG_INVALID` shows what is wrong and where.
 */
export async function loadConfig(options: { path?: string; env: Environment }): Promise<LoadedConfig> {
  const found = findConfig(options);
  if (found === undefined) return { config: defaultConfig(), source: 'built-in defaults' };
  const source = `${found.path} (${found.reason})`;
  if (isMissing(found.path)) {
    throw new ChimaeraError('CONFIG_INVALID', `the configuration file ${source} does not exist`);
  }
  const { file, document } = await readDocument(found.path, configSchema);
  return { config: configFrom(file, document), source, path: found.path };
}

/** The pools that a file for `chimaera compose` asks for; other sections are checked and ignored. */
export async function loadComposeFile(path: string): Promise<ComposeEntry[]> {
  const { file, document } = await readDocument(resolve(path), composeSchema);
  return composeFrom(file, document);
}

function findConfig(options: {
  path?: string;
  env: Environment;
}): { path: string; reason: string } | undefined {
  const { path, env } = options;
  if (path) return { path: resolve(path), reason: '--config' };
  if (env.CHI_SERVER_CONF) return { path: resolve(env.CHI_SERVER_CONF), reason: 'CHI_SERVER_CONF' };
  const ofUser = join(env.HOME || homedir(), '.chimaera', 'chimaera.yaml');
  return existsSync(ofUser) ? { path: ofUser, reason: 'of the user' } : undefined;
}

/** False for a file that exists but cannot be read: reading it gives the better error. */
function isMissing(path: string): boolean {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

async function readDocument(
  path: string,
  schema: object,
): Promise<{ file: YamlFile; document: ConfigDocument }> {
  const [{ YamlFile }, { validated }] = await Promise.all([
    import('./yaml-file.js'),
    import('./validate.js'),
  ]);
  const file = new YamlFile(path);
  return { file, document: (validated(file, schema) ?? {}) as ConfigDocument };
}
