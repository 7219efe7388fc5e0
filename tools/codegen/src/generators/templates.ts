/** The templates, filled in. In a checkout they are at its root, in the published package beside the compiled code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { render } from '../emit/render.js';

const CANDIDATES = ['../../../../templates', '../templates'];

/**
 * @param set folder of templates, such as `module`
 * @returns path in the new directory, and text
 */
export function renderTemplates(set: string, values: object): [path: string, text: string][] {
  const root = join(templateRoot(), set);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .sort()
    .map((path) => [path.replace(/\.hbs$/, ''), render(readFileSync(join(root, path), 'utf8'), values)]);
}

/** Version of @chimaera/codegen, which all packages share. */
export function ownVersion(): string {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

function templateRoot(): string {
  const root = CANDIDATES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) =>
    existsSync(join(path, 'module')),
  );
  if (root === undefined) throw new Error('the templates of @chimaera/codegen are missing; install it again');
  return root;
}
