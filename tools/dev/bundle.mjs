// Bundles @chimaera/core: the files that Node starts from keep their names in dist, and what they import lies in a few
// chunks beside them. Loading a hundred small modules costs each thread of a runtime some 50 ms, loading a few large
// ones a third of that. The compiler's own output stays: types, and the single modules, which tests of core's internals
// import.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { rollup } from 'rollup';
import ts from 'typescript';

const CHUNKS = 'chunks';
/**
 * Two bundles. The control plane's thread has its own, a quarter of the size: it neither sends nor runs tasks, so no
 * module's code is ever loaded there, and there is still only one copy of each file of core in a thread. It is
 * CommonJS, which Node starts some 12 ms sooner.
 *
 * Rollup would form dozens of chunks, by which entries need a file. A named chunk holds what its modules import,
 * directly or indirectly, and no earlier chunk has; Rollup finds the rest. Sender and worker are in one chunk, because
 * the compiler folds constants of the same chunk into the code of the hot path; constants from another one are loaded
 * and checked at every use.
 */
const CONTROL_ENTRIES = ['runtime/daemon/daemon-main', 'runtime/embedded/embedded-main'];
const CONTROL = {
  entries: CONTROL_ENTRIES,
  entryFileNames: (name) => `${CHUNKS}/control/${basename(name)}.cjs`,
  output: { format: 'cjs', chunkFileNames: `${CHUNKS}/control/[name].cjs` },
  named: {
    start: CONTROL_ENTRIES, // small, because the workers' threads are started after it is loaded
    plane: ['runtime/daemon/run-daemon', 'runtime/control-plane'],
  },
};
const WORKER_ENTRY = 'runtime/workers/worker-entry';
const REST = {
  // Exported entries are added; programs that are started from their files are found on the way.
  entries: [],
  entryFileNames: (name) => `${name}.js`,
  output: { format: 'es', chunkFileNames: `${CHUNKS}/[name].js` },
  named: { core: ['index', 'module', 'codegen', WORKER_ENTRY] },
};
/** Finds a program or a thread that the code starts from its file. */
const STARTED = /new URL\('(\.[^']+\.js)', import\.meta\.url\)/g;

/** Writes entries and chunks into the package's dist, from its sources only. Returns the names of what it wrote. */
export async function bundle(root) {
  const src = resolve(root, 'src');
  rmSync(join(root, 'dist', CHUNKS), { recursive: true, force: true });
  return [
    ...(await write(root, src, { ...REST, entries: exported(root) }, CONTROL)),
    ...(await write(root, src, CONTROL, { ...REST, entries: [WORKER_ENTRY] })),
  ];
}

/** @param other the bundle whose entries this one may start */
async function write(root, src, { entries, entryFileNames, output, named }, other) {
  const fileOf = (name) => join(src, `${name}.ts`);
  const input = await rollup({
    input: Object.fromEntries(entries.map((name) => [name, fileOf(name)])),
    external: /^[^./]/,
    plugins: [
      typescript(src, new Map(other.entries.map((name) => [fileOf(name), other.entryFileNames(name)]))),
    ],
    context: 'globalThis', // TypeScript's helpers say `this`
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const written = await input.write({
    ...output,
    dir: join(root, 'dist'),
    entryFileNames: ({ name }) => entryFileNames(name),
    sourcemap: true,
    onlyExplicitManualChunks: true,
    manualChunks: namedChunks(named, fileOf),
  });
  await input.close();
  return written.output.map(({ fileName }) => fileName);
}

/** The code that the package exports. */
function exported(root) {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = Object.values(exports).flatMap((target) => target.default ?? []);
  return files.map((file) => posix.relative('dist', file).replace(/\.js$/, ''));
}

function namedChunks(named, fileOf) {
  let chunkOf;
  return (id, { getModuleInfo }) => {
    chunkOf ??= assign(getModuleInfo);
    return chunkOf.get(id);
  };

  function assign(getModuleInfo) {
    const assigned = new Map();
    for (const [chunk, roots] of Object.entries(named)) {
      const visit = (id) => {
        const { isEntry, isExternal, importedIds } = getModuleInfo(id);
        if (isExternal || assigned.has(id)) return;
        if (!isEntry) assigned.set(id, chunk);
        importedIds.forEach(visit);
      };
      for (const root of roots) visit(fileOf(root));
    }
    return assigned;
  }
}

/**
 * A plugin for Rollup that compiles the source files as `tsc` does.
 * @param others by source file: the files in dist of programs that this bundle starts but does not contain
 */
function typescript(src, others) {
  const config = ts.readConfigFile(resolve(import.meta.dirname, '../../tsconfig.base.json'), (file) =>
    readFileSync(file, 'utf8'),
  );
  const { target } = config.config.compilerOptions;
  const compilerOptions = { target, module: 'esnext', verbatimModuleSyntax: true, sourceMap: true };
  const sourceOf = (id, importer) => resolve(dirname(importer), id.replace(/\.js$/, '.ts'));
  return {
    name: 'typescript',
    resolveId: (id, importer) => (id.startsWith('.') ? sourceOf(id, importer) : undefined),
    transform(code, fileName) {
      const withEntries = code.replace(STARTED, (_, started) => {
        const id = sourceOf(started, fileName);
        const other = others.get(id);
        if (other !== undefined)
          return `new URL('${posix.relative(dirname(relative(src, fileName)), other)}', import.meta.url)`;
        if (!existsSync(id)) throw new Error(`${fileName} starts ${started}, which has no source`);
        const entry = this.emitFile({
          type: 'chunk',
          id,
          fileName: relative(src, id).replace(/\.ts$/, '.js'),
        });
        return `new URL(import.meta.ROLLUP_FILE_URL_${entry})`;
      });
      const { outputText, sourceMapText } = ts.transpileModule(withEntries, { fileName, compilerOptions });
      return { code: outputText.replace(/^\/\/# sourceMappingURL=.*$/m, ''), map: sourceMapText };
    },
    /** A module's URL stays what it is without a bundle, because other files are found relative to it. */
    resolveImportMeta(property, { chunkId, moduleId, format }) {
      if (property === 'filename' && format === 'cjs') return '__filename';
      if (property !== 'url') return null;
      const place = posix.relative(posix.dirname(chunkId), relative(src, moduleId));
      const base = format === 'cjs' ? "require('node:url').pathToFileURL(__filename)" : 'import.meta.url';
      return `new URL(${JSON.stringify(place)}, ${base}).href`;
    },
  };
}
