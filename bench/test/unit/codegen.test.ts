import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bufWorkspace } from '../../src/codegen/buf-workspace.js';
import { chimaeraRepository } from '../../src/codegen/chimaera-repository.js';
import { METHODS } from '../../src/codegen/generator.js';

const FEW = 2;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chi-bench-codegen-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('generates every module and removes all of it afterwards', () => {
  const repository = chimaeraRepository(root, FEW);
  repository.run();
  const tasks = join(root, `mod${FEW - 1}/src/autogen/tasks.ts`);
  expect(readFileSync(tasks, 'utf8')).toContain(`class Do${METHODS - 1}TaskView`);
  repository.forget();
  expect(existsSync(tasks)).toBe(false);
});

test('the peer generates the same number of messages, where it is installed', () => {
  const workspace = bufWorkspace(root, FEW);
  if (workspace === undefined) return;
  workspace.run();
  expect(readdirSync(join(root, 'out'))).toHaveLength(FEW);
  const last = readFileSync(join(root, `out/mod${FEW - 1}_pb.ts`), 'utf8');
  for (let i = 0; i < METHODS; i++) expect(last).toContain(`export const Do${i}ResponseSchema`);
  workspace.forget();
  expect(existsSync(join(root, 'out'))).toBe(false);
});
