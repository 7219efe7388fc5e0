/** Checks the modules of a repository against the guide's checklists: `codegen lint`. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { AUTOGEN_DIR } from './emit/header.js';
import type { Problem } from './errors.js';
import { withExcerpts, sortProblems } from './errors.js';
import { find } from './find.js';
import { listNames, readText } from './input/files.js';
import type { TextFile } from './input/inputs.js';
import type { LintProblem } from './lint/rule.js';
import type { Module } from './model/module.js';
import { writeAll } from './output/write.js';

export interface LintOptions {
  /** Write the fixes for those findings that have a safe one. */
  readonly fix?: boolean;
}

export interface LintResult {
  /** Problems that remain after the fixes. */
  readonly problems: readonly LintProblem[];
  /** Files that were fixed. */
  readonly fixed: readonly string[];
  readonly modules: number;
}

/** One fix can reveal what another can fix. */
const MOST_ROUNDS = 5;

export async function lint(dir: string, { fix = false }: LintOptions = {}): Promise<LintResult> {
  const fixed = new Set<string>();
  for (let round = 1; ; round++) {
    const { problems, modules } = await lintOnce(dir);
    const fixable = problems.filter((problem) => problem.fix !== undefined);
    if (!fix || fixable.length === 0 || round > MOST_ROUNDS) return { problems, fixed: [...fixed], modules };
    for (const path of await writeFixes(fixable)) fixed.add(path);
  }
}

async function lintOnce(dir: string) {
  const { inputs, pipeline } = await find(dir);
  const { lintModules } = await import('./lint/lint-modules.js');
  const { modules, problems } = await pipeline.readVerified(inputs);
  // Excerpts for problems of the generation rules come from the same texts.
  const refused: readonly Problem[] = withExcerpts(problems, pipeline.textsOf(inputs));
  const found = lintModules(modules.map((module) => ({ module, ...sourcesOf(module) })));
  return { problems: sortProblems([...refused, ...found]) as LintProblem[], modules: modules.length };
}

function sourcesOf({ dir }: Module): { sources: TextFile[]; packageJson: TextFile | undefined } {
  return {
    sources: typeScriptIn(join(dir, 'src'), join(dir, AUTOGEN_DIR)),
    packageJson: read(join(dir, 'package.json')),
  };
}

function typeScriptIn(dir: string, except: string): TextFile[] {
  return listNames(dir).flatMap((name) => {
    const path = join(dir, name);
    if (path === except) return [];
    // A link to a directory may lead back to where it is.
    if (!name.includes('.')) return lstatSync(path).isSymbolicLink() ? [] : typeScriptIn(path, except);
    return /(?<!\.d)\.ts$/.test(name) ? (read(path) ?? []) : [];
  });
}

function read(path: string): TextFile | undefined {
  const text = readText(path);
  return text === undefined ? undefined : { path, text };
}

async function writeFixes(problems: readonly LintProblem[]): Promise<string[]> {
  const { applyEdits } = await import('./lint/apply-fixes.js');
  const edits = problems.flatMap(({ fix }) => fix ?? []);
  const files = [...new Set(edits.map(({ file }) => file))];
  const mended = files.map((file): [string, string] => {
    const own = edits.filter((edit) => edit.file === file);
    return [file, applyEdits(readText(file) ?? '', own)];
  });
  writeAll(mended);
  return files;
}
