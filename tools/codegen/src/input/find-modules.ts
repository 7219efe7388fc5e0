/** Finds the repository file and the modules of a directory (checklist D1, D7-D9, G1, CON29). */
import { realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { problemAt, Unreadable, type Problem } from '../errors.js';
import { LOCK_FILE } from '../model/lock.js';
import type { Located } from '../model/module.js';
import { didYouMean } from '../model/nearest.js';
import type { Files } from './files.js';
import type { ModuleInputs, RepoInputs, TextFile } from './inputs.js';
import { readRepoFile } from './repo-file.js';

export const REPO_FILE = 'chimaera_repo.yaml';
export const MODULE_FILE = 'chimaera_mod.yaml';

const RULE = 'repository';
const SKIPPED = ['node_modules', 'dist', 'src', 'test', 'build', 'coverage'];

/** @param dir a repository, the directory with its modules, or one module */
export function findModules(dir: string, files: Files): RepoInputs {
  try {
    return findReadable(dir, files);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { repos: [], modules: [], problems: [error.problem], command: '' };
  }
}

function findReadable(dir: string, files: Files): RepoInputs {
  const root = resolve(dir);
  if (!files.exists(root)) return nothingAt(root);
  const found = findRepoFiles(root, files);
  if (found.length === 0) {
    const hint = `a repository has a ${REPO_FILE} with a line such as \`namespace: my_project\`, in this directory, one below or one above`;
    const problem = problemAt(
      { file: join(root, REPO_FILE), line: 1, column: 1 },
      RULE,
      `no ${REPO_FILE} found for ${root}`,
      hint,
    );
    return { repos: [], modules: [], problems: [problem], command: '' };
  }
  const open: TextFile[] = [];
  const results = found.map((repo) => modulesOf(repo, root, files, open));
  const byDir = new Map<string, ModuleInputs>();
  for (const module of results.flatMap(({ modules }) => modules)) {
    // A link to a module, or to a directory above it, leads to the same module and not to another one.
    const place = realpathSync(module.dir);
    if (!byDir.has(place)) byDir.set(place, module);
  }
  return {
    repos: open,
    modules: [...byDir.values()],
    problems: results.flatMap(({ problems }) => problems),
    command: commandFor(dirname(found[0]!.path), files),
  };
}

function nothingAt(root: string): RepoInputs {
  const place = { file: root, line: 1, column: 1 };
  const hint = `name a repository, the directory with its modules, or one module`;
  return {
    repos: [],
    modules: [],
    problems: [problemAt(place, RULE, 'there is no such directory', hint)],
    command: '',
  };
}

/** The repository's own file, else those of the directories in it, else the nearest one above. */
function findRepoFiles(root: string, files: Files): TextFile[] {
  const own = readIn(root, REPO_FILE, files);
  if (own !== undefined) return [own];
  const below = subdirectories(root, files).flatMap((dir) => readIn(dir, REPO_FILE, files) ?? []);
  if (below.length > 0) return below;
  const above = nearestRepoFile(dirname(root), files);
  return above === undefined ? [] : [above];
}

function nearestRepoFile(dir: string, files: Files): TextFile | undefined {
  return (
    readIn(dir, REPO_FILE, files) ?? (dirname(dir) === dir ? undefined : nearestRepoFile(dirname(dir), files))
  );
}

interface Found {
  readonly modules: readonly ModuleInputs[];
  readonly problems: readonly Problem[];
}

/** @param seen repository files that were already read, to which this one is added */
function modulesOf(repoFile: TextFile, root: string, files: Files, seen: TextFile[]): Found {
  // A repository that lists itself, or one in which it lies, adds nothing.
  if (seen.some(({ path }) => path === repoFile.path)) return { modules: [], problems: [] };
  const isOutermost = seen.length === 0;
  seen.push(repoFile);
  const { repo, problems } = readRepoFile(repoFile.path, repoFile.text);
  if (repo === undefined) return { modules: [], problems };
  const base = dirname(repoFile.path);
  const searched = root.startsWith(base) ? root : base;
  if (repo.modules === undefined) {
    const dirs = modulesBelow(searched, files);
    const modules = dirs.flatMap((dir) => readModule(dir, files, problems));
    if (dirs.length > 0) return { modules, problems };
    const hint = `a module is a directory with a ${MODULE_FILE}, one or two levels below`;
    return {
      modules,
      problems: [problemAt(repo.namespace.at, RULE, `no module found in ${searched}`, hint)],
    };
  }
  const modules: ModuleInputs[] = [];
  const found: Problem[] = [...problems];
  for (const [i, entry] of repo.modules.entries()) {
    const twin = repo.modules.slice(0, i).find(({ value }) => value === entry.value);
    if (twin !== undefined) found.push(listedTwice(entry, twin));
    const dir = twin === undefined ? locate(entry, [base, root], files) : undefined;
    if (dir === undefined) {
      if (twin === undefined) found.push(absentModule(entry, searched, files));
    } else if (files.exists(join(dir, MODULE_FILE))) {
      modules.push(...readModule(dir, files, found));
    } else {
      const inner = modulesOf(readIn(dir, REPO_FILE, files)!, dir, files, seen);
      modules.push(...inner.modules);
      found.push(...inner.problems);
    }
  }
  if (isOutermost && modules.length === 0 && found.length === 0 && repo.modules.length > 0) {
    found.push(listsNothing(repo.modules[0]!, scan(base, files), base));
  }
  return { modules, problems: found };
}

/** A listed directory is relative to the repository file, or to the directory that was asked for. */
function locate({ value }: Located<string>, bases: readonly string[], files: Files): string | undefined {
  const candidates = [...new Set(bases)].map((base) => resolve(base, value));
  return candidates.find((dir) => files.exists(join(dir, MODULE_FILE)) || files.exists(join(dir, REPO_FILE)));
}

function listedTwice({ value, at }: Located<string>, twin: Located<string>): Problem {
  const message = `module '${value}' is listed twice, first in line ${twin.at.line}`;
  return problemAt(at, RULE, message, 'remove one of the two');
}

/** Said of `modules: ["."]`: a check of no module at all would always pass. */
function listsNothing({ value, at }: Located<string>, present: readonly string[], base: string): Problem {
  const names = present.map((dir) => relative(base, dir));
  const hint =
    names.length > 0
      ? `list the modules, or remove \`modules\` to search for them: ${names.join(', ')}`
      : 'remove `modules`: without it, modules are searched for one and two levels below';
  return problemAt(at, RULE, `'${value}' is a repository in which no module is found`, hint);
}

function absentModule(entry: Located<string>, base: string, files: Files): Problem {
  const present = scan(base, files).map((dir) => relative(base, dir));
  const message = `module '${entry.value}' is listed, but ${join(entry.value, MODULE_FILE)} does not exist`;
  const others =
    present.length > 0 ? `modules here: ${present.join(', ')}` : 'remove the line or create the module';
  return problemAt(entry.at, RULE, message, didYouMean(entry.value, present) ?? others);
}

/** The directory itself if it is a module, else the modules in it. */
function modulesBelow(dir: string, files: Files): string[] {
  return isModule(dir, files) ? [dir] : scan(dir, files);
}

/** Directories with a module, one or two levels below. */
function scan(base: string, files: Files): string[] {
  return subdirectories(base, files).flatMap((dir) =>
    isModule(dir, files) ? [dir] : subdirectories(dir, files).filter((inner) => isModule(inner, files)),
  );
}

function isModule(dir: string, files: Files): boolean {
  return files.exists(join(dir, MODULE_FILE));
}

function subdirectories(dir: string, files: Files): string[] {
  return files
    .list(dir)
    .filter((name) => !name.startsWith('.') && !name.includes('.') && !SKIPPED.includes(name))
    .map((name) => join(dir, name));
}

/** One module; or none, and one more problem. */
function readModule(dir: string, files: Files, problems: Problem[]): ModuleInputs[] {
  try {
    const repo = nearestRepoFile(dir, files);
    const yaml = readIn(dir, MODULE_FILE, files);
    if (repo === undefined || yaml === undefined)
      throw new Unreadable(join(dir, MODULE_FILE), 'it is not a regular file');
    const tasks = readIn(dir, 'src/tasks.ts', files);
    const runtime = readIn(dir, 'src/runtime.ts', files);
    return [{ dir, repo, yaml, tasks, runtime, lock: peekIn(dir, LOCK_FILE, files) }];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    problems.push(error.problem);
    return [];
  }
}

function peekIn(dir: string, name: string, files: Files): TextFile | undefined {
  const path = join(dir, name);
  const text = files.peek(path);
  return text === undefined ? undefined : { path, text };
}

function readIn(dir: string, name: string, files: Files): TextFile | undefined {
  const path = join(dir, name);
  const text = files.read(path);
  return text === undefined ? undefined : { path, text };
}

/** The command that generates the files again: in this workspace through Nx, elsewhere the guide's command. */
function commandFor(repoDir: string, files: Files): string {
  let packageDir: string | undefined;
  for (let dir = repoDir; ; dir = dirname(dir)) {
    if (files.exists(join(dir, 'tools/codegen/project.json'))) return 'npx nx run codegen:refresh';
    const packageJson = readIn(dir, 'package.json', files);
    if (packageJson !== undefined) packageDir ??= dir;
    // A workspace of its own has commands of its own, wherever it lies.
    if (dirname(dir) === dir || packageJson?.text.includes('"workspaces"')) break;
  }
  return `npx chi_refresh_repo ${(packageDir && relative(packageDir, repoDir)) || '.'}`;
}
