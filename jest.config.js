// For `npm run jest -- <file or pattern>`: any project's tests, without building anything first.
import { existsSync, readdirSync } from 'node:fs';
import { preset } from './jest.preset.js';

const projects = [
  'tools/codegen',
  'bench',
  ...readdirSync(new URL('packages', import.meta.url)).map((name) => `packages/${name}`),
];

/** How many files run at once is for the whole run to say: Jest warns of a project that does. */
async function asOneOfSeveral(directory) {
  const { default: config } = await import(`./${directory}/jest.config.js`);
  const project = { ...config, rootDir: `<rootDir>/${directory}` };
  delete project.maxWorkers;
  return project;
}

export default {
  projects: await Promise.all(
    projects
      .filter((directory) => existsSync(new URL(`${directory}/jest.config.js`, import.meta.url)))
      .map(asOneOfSeveral),
  ),
  // Of several projects Jest takes this one alone.
  testTimeout: preset().testTimeout,
};
