// npm links these launchers before dist exists, so they say what is missing instead of failing to load.
import { existsSync } from 'node:fs';

/** Runs dist/<file>, or explains how to build it. */
export async function launch(file) {
  const target = new URL(`../dist/${file}`, import.meta.url);
  if (!existsSync(target)) {
    console.error(`chimaera is not built yet: ${target.pathname} is missing. Run: npx nx build cli`);
    process.exit(1);
  }
  await import(target.href);
}
