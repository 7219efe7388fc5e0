// The table of error codes in the guide, made from packages/core/src/errors.ts.
import { readFileSync, writeFileSync } from 'node:fs';

const TABLE = /(<!-- errors: [^>]*-->\n)[^]*?(<!-- \/errors -->)/;

export async function checkErrorTable(file) {
  const text = readFileSync(file, 'utf8');
  if ((await withTable(text)) === text) return [];
  return [`${file}: the table of error codes is not up to date; run: npm run docs:check -- --write`];
}

export async function writeErrorTable(file) {
  writeFileSync(file, await withTable(readFileSync(file, 'utf8')));
}

async function withTable(text) {
  const { ErrorCodes } = await import('../../../packages/core/dist/errors.js');
  const rows = Object.entries(ErrorCodes).map(
    ([code, { returnCode, meaning, remedy }]) => `| \`${code}\` | ${returnCode} | ${meaning} | ${remedy} |`,
  );
  const table = ['| `code` | `returnCode` | meaning | what to do |', '|---|---|---|---|', ...rows].join('\n');
  if (!TABLE.test(text)) throw new Error('there is no place for the table of error codes');
  return text.replace(TABLE, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
}
