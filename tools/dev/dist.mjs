// What is in a dist beside what TypeScript has written there.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The package that is bundled: each thread of a runtime loads it. The other ones would gain nothing. */
export const isBundled = (root) => basename(root) === 'core';

/** Removes what no file in src compiles to any more: TypeScript writes files and removes none. */
export function removeOrphans(root) {
  if (!existsSync(join(root, 'dist'))) return;
  for (const file of readdirSync(join(root, 'dist'), { recursive: true })) {
    const stem = /^(.*?)(\.d\.ts|\.js)(\.map)?$/.exec(file)?.[1];
    if (stem !== undefined && !existsSync(join(root, 'src', `${stem}.ts`))) rmSync(join(root, 'dist', file));
  }
}

/** Copies a folder of the workspace, so that the package has it. */
export function takeAlong(folder, root) {
  const copy = join(root, 'dist', basename(folder));
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
}

/** Removes what the compiler wrote and a bundle has: nobody who installs the package imports that. */
export function keepOnly(root, bundled) {
  for (const file of readdirSync(join(root, 'dist'), { recursive: true }))
    if (/\.js(\.map)?$/.test(file) && !bundled.includes(file)) rmSync(join(root, 'dist', file));
}
