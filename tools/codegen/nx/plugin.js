// For nx.json: "plugins": ["@chimaera/codegen/nx"]. Every directory with a chimaera_mod.yaml and a package.json is a
// project with targets for its module, so that no project.json has to be written. What nx.json says under
// targetDefaults goes before what stands here. That the version of an installed generator counts is Nx's own doing: a
// command's hash has the versions of all packages in it. Nx loads this before anything is built, so it is plain
// JavaScript.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';

const MODULE_FILE = 'chimaera_mod.yaml';
const REPO_FILE = 'chimaera_repo.yaml';
const LOCK_FILE = 'chimaera_mod.lock.json';
/** What earlier targets have written: hashed when they have done so, not before. */
const WHAT_CAME_BEFORE = { dependentTasksOutputFiles: '**/*' };

export const name = '@chimaera/codegen/nx';

/** Projects from YAML files. */
export const createNodes = [
  `**/${MODULE_FILE}`,
  (files, _options, { workspaceRoot }) =>
    files
      .filter((file) => existsSync(join(workspaceRoot, dirname(file), 'package.json')))
      .map((file) => [file, { projects: { [dirname(file)]: projectOf(file, workspaceRoot) } }]),
];
export const createNodesV2 = createNodes;

function projectOf(file, workspaceRoot) {
  const root = dirname(file);
  return {
    root,
    name: basename(root),
    projectType: 'library',
    sourceRoot: `${root}/src`,
    tags: ['chimod'],
    targets: {
      refresh: {
        command: `chimaera repo refresh ${root}`,
        inputs: [
          ...[MODULE_FILE, LOCK_FILE, 'src/tasks.ts', 'src/runtime.ts'].map(inProject),
          ...repositoryFiles(root, workspaceRoot).map((path) => `{workspaceRoot}/${path}`),
          WHAT_CAME_BEFORE,
        ],
        outputs: ['{projectRoot}/src/autogen', `{projectRoot}/${LOCK_FILE}`],
        cache: true,
        metadata: { description: 'Generates src/autogen from YAML and tasks.ts' },
      },
      build: {
        command: `tsc -b ${root}`,
        dependsOn: ['refresh', '^build'],
        inputs: [
          ...[
            MODULE_FILE,
            'src/**/*',
            '!src/autogen/**/*',
            'test/**/*',
            'package.json',
            'tsconfig*.json',
          ].map(inProject),
          '{workspaceRoot}/tsconfig.base.json',
          WHAT_CAME_BEFORE,
        ],
        outputs: ['{projectRoot}/dist', '{projectRoot}/.tsbuild'],
        cache: true,
        metadata: { description: 'Generates and compiles the module' },
      },
      test: {
        command: `node --test ${root}/.tsbuild/*.test.js`,
        dependsOn: ['build', '^build'],
        inputs: [inProject(MODULE_FILE), { ...WHAT_CAME_BEFORE, transitive: true }],
        cache: true,
        parallelism: false, // each starts a runtime
      },
      typecheck: {
        command: `tsc -b ${root}/tsconfig.test.json`,
        dependsOn: ['build', '^build'],
        inputs: [...['test/**/*', 'tsconfig*.json'].map(inProject), WHAT_CAME_BEFORE],
        outputs: ['{projectRoot}/.tsbuild'],
        cache: true,
      },
      lint: {
        command: `chimaera repo lint ${root}`,
        inputs: [
          '{projectRoot}/**/*',
          ...repositoryFiles(root, workspaceRoot).map((path) => `{workspaceRoot}/${path}`),
        ],
        cache: true,
        metadata: { description: "Checks the module against the guide's rules" },
      },
    },
  };
}

function inProject(path) {
  return path.startsWith('!') ? `!{projectRoot}/${path.slice(1)}` : `{projectRoot}/${path}`;
}

/** The repository files that have a say: the nearest above a module gives its namespace, others list it. */
function repositoryFiles(root, workspaceRoot) {
  const found = [];
  for (let dir = root; dir !== '.';) {
    dir = dirname(dir);
    const file = join(dir, REPO_FILE);
    if (existsSync(join(workspaceRoot, file))) found.push(file);
  }
  return found;
}

/** What a module's YAML says it needs, beside what its package.json says. */
export function createDependencies(_options, { projects, workspaceRoot }) {
  const modules = Object.entries(projects).flatMap(([project, { root }]) => {
    const sourceFile = join(root, MODULE_FILE);
    if (!existsSync(join(workspaceRoot, sourceFile))) return [];
    const yaml = contentOf(join(workspaceRoot, sourceFile));
    return [{ project, sourceFile, yaml, names: namesOf(project, root, yaml, workspaceRoot) }];
  });
  return modules.flatMap(({ project, sourceFile, yaml }) =>
    asList(yaml.dependencies).flatMap((needed) => {
      const target = modules.find(({ names }) => names.includes(needed));
      if (target === undefined || target.project === project) return [];
      return [{ source: project, target: target.project, type: 'static', sourceFile }];
    }),
  );
}

/** What is wrong with a file is for `refresh` to say, which no longer would if Nx failed over it. */
function contentOf(file) {
  try {
    return parse(readFileSync(file, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/** A dependency is named as the module, with or without its namespace, or as its directory. */
function namesOf(project, root, { module_name: name, name: otherName }, workspaceRoot) {
  const module = String(name ?? otherName);
  const [nearest] = repositoryFiles(root, workspaceRoot);
  const { namespace } = nearest === undefined ? {} : contentOf(join(workspaceRoot, nearest));
  return [project, basename(root), module, `${namespace ?? 'chimaera'}_${module}`];
}

function asList(value) {
  return Array.isArray(value) ? value.map(String) : [];
}
