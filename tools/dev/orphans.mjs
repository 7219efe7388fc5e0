// What earlier sources left in a dist. TypeScript writes files and removes none.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what no file in src compiles to any more. */
export function removeOrphans(root) {
  if (!existsSync(join(root, 'dist'))) return;
  for (const file of readdirSync(join(root, 'dist'), { recursive: true })) {
    const stem = /^(.*?)(\.d\.ts|\.js)(\.map)?$/.exec(file)?.[1];
    if (stem !== undefined && !existsSync(join(root, 'src', `${stem}.ts`))) rmSync(join(root, 'dist', file));
  }
}
