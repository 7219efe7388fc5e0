/** npm, pnpm or Yarn: installs a repository's packages and links its modules. */
import { spawnSync } from 'node:child_process';
import { GeneratorError } from './generator-error.js';
import { readJson, type FileTree } from './file-tree.js';

export const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn'] as const;
export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** What starts a package's program: `npx chimaera …`. */
export const EXEC: Readonly<Record<PackageManager, string>> = { npm: 'npx', pnpm: 'pnpm', yarn: 'yarn' };

/** The `test` script of a new repository: builds, then runs the tests of each module that has any. */
export const TEST_SCRIPT: Readonly<Record<PackageManager, string>> = {
  npm: 'npm run build && npm test --workspaces --if-present',
  pnpm: 'pnpm run build && pnpm -r --workspace-concurrency=1 --if-present test',
  // Each version of Yarn has another command for it; npm, which comes with Node, works with all of them.
  yarn: 'yarn run build && npm --loglevel=error test --workspaces --if-present',
};

/** @throws GeneratorError for another word */
export function packageManagerNamed(name: string): PackageManager {
  const found = PACKAGE_MANAGERS.find((manager) => manager === name);
  if (found === undefined)
    throw new GeneratorError(`'${name}' is no package manager: it is one of ${PACKAGE_MANAGERS.join(', ')}`);
  return found;
}

/** The one that started this process, as in `pnpm dlx chimaera …`; npm if that is unknown. */
export function packageManagerAround(agent = process.env['npm_config_user_agent'] ?? ''): PackageManager {
  return PACKAGE_MANAGERS.find((manager) => agent.startsWith(`${manager}/`)) ?? 'npm';
}

/** The one that a workspace uses, recognised by the files that it has written there. */
export function packageManagerOf(workspace: FileTree): PackageManager {
  const { packageManager = '' } = readJson<{ packageManager: string }>(workspace, 'package.json');
  const declared = PACKAGE_MANAGERS.find((manager) => packageManager.startsWith(`${manager}@`));
  if (declared !== undefined) return declared;
  if (workspace.exists('package-lock.json')) return 'npm';
  if (['pnpm-lock.yaml', 'pnpm-workspace.yaml'].some((file) => workspace.exists(file))) return 'pnpm';
  return ['yarn.lock', '.yarnrc.yml'].some((file) => workspace.exists(file)) ? 'yarn' : 'npm';
}

/** Enters the workspace's packages in its lock file, and links them in node_modules; false if that failed. */
export function installPackages(workspace: string, manager: PackageManager): boolean {
  const [command, ...args] = INSTALL[manager];
  const env = { ...process.env, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' }; // a new module changes the lock file, also in CI
  const { status } = spawnSync(command, args, {
    cwd: workspace,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    console.error(`\`${manager} install\` failed; run it again, so that the new package is linked`);
  return status === 0;
}

const INSTALL: Readonly<Record<PackageManager, readonly [string, ...string[]]>> = {
  npm: ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline'],
  pnpm: ['pnpm', 'install', '--no-frozen-lockfile', '--prefer-offline'],
  yarn: ['yarn', 'install'],
};
