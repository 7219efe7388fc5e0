// npm links these launchers before dist exists, so they say what is missing instead of failing to load.
import { existsSync } from 'node:fs';

/** Runs dist/<file>, or explains what keeps it from running. */
export async function launch(file) {
  if (process.versions.pnp !== undefined) {
    console.error(
      "chimaera: UNSUPPORTED_PLATFORM: Yarn's Plug'n'Play keeps packages in archives, where the compiler's project references, " +
        'a daemon and its threads do not find them. Write `nodeLinker: node-modules` into .yarnrc.yml, and run: yarn install',
    );
    process.exit(1);
  }
  const target = new URL(`../dist/${file}`, import.meta.url);
  if (!existsSync(target)) {
    console.error(`chimaera is not built yet: ${target.pathname} is missing. Run: npx nx build cli`);
    process.exit(1);
  }
  try {
    await import(target.href);
  } catch (error) {
    const { missingPackage } = await import('../dist/missing-package.js');
    const remedy = missingPackage(error);
    if (remedy === undefined) throw error;
    console.error(`chimaera: MODULE_NOT_FOUND: ${remedy}`);
    process.exit(1);
  }
}
