import { describe, expect, test } from '@jest/globals';
import { formatProblem } from '../../src/errors.js';
import { applyEdits } from '../../src/lint/apply-fixes.js';
import { LINT_RULES } from '../../src/lint/rules.js';
import { MODULE_CASES } from '../support/lint-cases-module.js';
import { RUNTIME_CASES } from '../support/lint-cases-runtime.js';
import { FILES, lintOf, R } from '../support/lint-sample.js';
import { MODULE_YAML } from '../support/repo.js';

const CASES = { ...RUNTIME_CASES, ...MODULE_CASES };

test('the base module of the cases has no findings', async () => {
  expect((await lintOf(R, '', '')).map((problem) => formatProblem(problem))).toEqual([]);
});

test('every rule has a case and explains itself', () => {
  expect(Object.keys(CASES).sort()).toEqual(LINT_RULES.map(({ name }) => name).sort());
  for (const { reason } of LINT_RULES) expect(reason).toMatch(/^\w.{20,}\.$/);
});

describe.each(LINT_RULES.map(({ name }) => name))('%s', (rule) => {
  test.each(CASES[rule]!)('complains in %s, case %#', async (...given) => {
    const [file, from, to, expected, fixed] = given;
    const yaml = rule === 'disabled-handler' ? `${MODULE_YAML}kRecover: -1\n` : MODULE_YAML;
    const found = (await lintOf(file, from, to, yaml)).filter((problem) => problem.rule === rule);
    expect(found.map((problem) => formatProblem(problem)).join('\n')).toContain(expected);
    const edits = found.flatMap(({ fix }) => fix ?? []);
    expect(edits.length > 0).toBe(fixed !== undefined);
    if (fixed === undefined) return;
    const before = file === 'more.ts' ? to : FILES[file].replace(from, to);
    const after = applyEdits(before, edits);
    if (file === 'more.ts' || fixed === FILES[file]) expect(after).toBe(fixed);
    else expect(after).toContain(fixed);
  });
});

test('a queue requested by its bare number is still created', async () => {
  const rules = async (number: number) =>
    (await lintOf(R, 'this.getLane(kWorkQueue', `this.getLane(${number}`)).map(({ rule }) => rule);
  expect(await rules(0)).toEqual(['raw-queue-id']);
  expect(await rules(1)).toEqual(['raw-queue-id', 'unknown-queue']);
});
