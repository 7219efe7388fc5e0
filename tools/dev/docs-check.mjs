// `npm run docs:check`: tries what the documentation shows. Fenced blocks say in their first line what they are:
//
//   ```bash ci          commands, run in a copy of this workspace
//   ```bash ci registry   the same, with a registry for npm that has this workspace's packages
//   ```bash elsewhere   commands that .ci/run or a reader runs: only the npm scripts in them are looked up
//   ```ts runnable      a program, compiled and run in that copy; `ts runnable daemon`: while a daemon runs
//   ```yaml file=PATH   (any language) a file of that copy, written before the blocks that follow
//   ```ts excerpt=PATH  lines of a file of that copy
//   ```text output      what the block before it prints; … stands for anything
//
// Code blocks without such a word are an error, so that nothing is shown untried. Links between the documents and the
// table of errors are checked, too; `--write` updates the table instead.
// Usage: node tools/dev/docs-check.mjs [--write] [FILE...]
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBlocks } from './docs/blocks.mjs';
import { checkErrorTable, writeErrorTable } from './docs/error-table.mjs';
import { checkLinks } from './docs/links.mjs';
import { Playground } from './docs/playground.mjs';

const GUIDE = 'docs/guide.md';

const args = process.argv.slice(2);
if (args.includes('--write')) {
  await writeErrorTable(GUIDE);
  process.exit(0);
}
const named = args.filter((arg) => !arg.startsWith('--'));
const files = named.length > 0 ? named : allDocuments();
const problems = [
  ...files.flatMap(checkLinks),
  ...(files.includes(GUIDE) ? await checkErrorTable(GUIDE) : []),
];
const documents = files.map((file) => ({ file, ...readBlocks(file) }));
problems.push(...documents.flatMap((document) => document.problems));

if (problems.length === 0) {
  const playground = new Playground();
  process.once('exit', () => playground.remove());
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  for (const { file, blocks } of documents) problems.push(...(await playground.run(file, blocks)));
  problems.push(...playground.checkTypes());
}
for (const problem of problems) console.error(`\n${problem}`);
console.log(
  `\n${files.length} documents: ${problems.length === 0 ? 'as they say' : `${problems.length} problems`}`,
);
process.exit(problems.length === 0 ? 0 : 1);

function allDocuments() {
  const docs = readdirSync('docs').map((name) => join('docs', name));
  const projects = [
    ...readdirSync('packages').map((name) => join('packages', name)),
    'tools/codegen',
    'bench',
  ];
  const readmes = projects.map((project) => join(project, 'README.md'));
  return ['README.md', ...docs, ...readmes].filter((file) => file.endsWith('.md') && existsSync(file));
}
