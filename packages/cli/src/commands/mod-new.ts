import { relative } from 'node:path';
import type { Command } from 'commander';
import { printLine } from '../output.js';

interface ModNewOptions {
  readonly install: boolean;
}

export function registerModNew(mod: Command): void {
  mod
    .command('new <name>')
    .description(
      'make a module in the repository of this directory; it builds and passes its test right away',
    )
    .option('--no-install', 'do not install; you then have to, to link the package')
    .action(newModule);
}

async function newModule(name: string, { install }: ModNewOptions): Promise<void> {
  const { addModule } = await import('@chimaera/codegen');
  const made = await addModule('.', name, install ? {} : { install });
  const { packageName, dir, path, repository, workspace, isInstalled, packageManager } = made;
  const place = relative('.', workspace);
  const steps = [
    ...(place === '' ? [] : [`cd ${place}`]),
    ...(isInstalled ? [] : [`${packageManager} install`]),
    repository.isCheckout ? `npx nx test ${dir}` : `${packageManager} test`,
  ];
  printLine(`${packageName} is in ${path}; try it: ${steps.join(' && ')}`);
}
