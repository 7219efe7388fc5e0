/** This workspace's packages, packed and served as npm would serve them once they are published. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment } from './cli.js';

const REGISTRY = fileURLToPath(new URL('../../../../tools/dev/registry.mjs', import.meta.url));

export interface LocalRegistry {
  /** For npm: this registry and no other, and a cache of its own. */
  readonly env: Environment;
  close(): Promise<void>;
}

/** @throws Error when the packages cannot be packed */
export async function startRegistry(): Promise<LocalRegistry> {
  const cache = mkdtempSync(join(tmpdir(), 'chi-npm-'));
  const server = spawn(process.execPath, [REGISTRY, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let url: string | undefined;
  for await (const line of createInterface(server.stdout)) {
    url = /npm_config_registry=(\S+)/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error('the registry did not start; what it said is above');
  return {
    env: {
      npm_config_registry: url,
      npm_config_cache: cache,
      npm_config_userconfig: '/dev/null',
      npm_config_noproxy: '127.0.0.1',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    },
    async close() {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
      rmSync(cache, { recursive: true, force: true });
    },
  };
}
