// Handles what is in a dist besides TypeScript's own output.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Only core is bundled, because each thread of a runtime loads it. The other packages would gain nothing. */
export const isBundled = (root) => basename(root) === 'core';

/** Removes output whose source file is gone: TypeScript writes files and removes none. */
export function removeOrphans(root) {
  if (!existsSync(join(root, 'dist'))) return;
  for (const file of readdirSync(join(root, 'dist'), { recursive: true })) {
    const stem = /^(.*?)(\.d\.ts|\.js)(\.map)?$/.exec(file)?.[1];
    if (stem !== undefined && !existsSync(join(root, 'src', `${stem}.ts`))) rmSync(join(root, 'dist', file));
  }
}

/** Copies a folder of the workspace, so that the package contains it. */
export function takeAlong(folder, root) {
  const copy = join(root, 'dist', basename(folder));
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
}

/** Removes compiler output that is also in the bundle: nobody who installs the package imports it. */
export function keepOnly(root, bundled) {
  for (const file of readdirSync(join(root, 'dist'), { recursive: true }))
    if (/\.js(\.map)?$/.test(file) && !bundled.includes(file)) rmSync(join(root, 'dist', file));
}
