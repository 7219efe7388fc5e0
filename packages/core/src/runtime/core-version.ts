import { createRequire } from 'node:module';

/** Version of @chimaera/core, for people. */
export function coreVersion(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return version;
}
