import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { printLine } from '../output.js';

interface RepoNewOptions {
  readonly namespace: string;
  readonly packageManager?: string;
}

export function registerRepoNew(repo: Command): void {
  repo
    .command('new <name>')
    .description('make a repository of your own: a directory that installs Chimaera as packages')
    .requiredOption(
      '--namespace <namespace>',
      'namespace of its modules, with which their names begin, such as my_project',
    )
    .option('--package-manager <name>', 'npm, pnpm or yarn (default: the one that runs this command)')
    .action(newRepository);
}

async function newRepository(name: string, { namespace, packageManager }: RepoNewOptions): Promise<void> {
  const { addRepository } = await import('@chimaera/codegen');
  const repository = await addRepository(name, namespace, packageManager);
  const { root, inside, packageManager: manager, exec } = repository;
  const place = relative('.', root) || '.';
  printLine(
    `${place === '.' ? root : place} is a repository for modules called ${namespace}_<module_name>. To go on:`,
  );
  if (inside !== undefined) printLine(`  move it out of ${inside}, which is a repository itself; there:`);
  else if (place !== '.') printLine(`  cd ${quoted(place)}`);
  printLine(`  ${manager} install`);
  printLine(`  ${exec} chimaera mod new my_module`);
  printLine(`  ${manager} test`);
  const checkout = ownCheckout();
  if (checkout === undefined) return;
  printLine(`Where the packages are not published, \`npm run registry\` in ${checkout} serves them:`);
  printLine(`  ${join(checkout, 'docs/external.md')}, "Before the packages are published"`);
}

/** Quotes a path so that a shell takes it as one word. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** The checkout of Chimaera that this command belongs to; undefined if it was installed as a package. */
function ownCheckout(): string | undefined {
  const { dirname } = import.meta;
  return dirname.includes('/node_modules/') ? undefined : resolve(dirname, '../../../..');
}
