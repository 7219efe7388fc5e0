// Bundles @chimaera/core: the files from which Node starts keep their names in dist, and what they import lies in a few
// chunks beside them. Loading a hundred small modules costs each thread of a runtime some 50 ms, a few larger ones a
// third of that. What the compiler wrote stays: types, and the modules one by one, which tests of the inside import.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { rollup } from 'rollup';
import ts from 'typescript';

const CHUNKS = 'chunks';
/**
 * Two bundles. The thread of the control plane has one of its own, a quarter of what the others load: it neither sends
 * nor runs tasks, so no code of a module is ever loaded there, and it is still true that there is one copy of each
 * module in a thread. And it is CommonJS, which Node starts some 12 ms sooner.
 *
 * Rollup finds chunks by who needs a module, which makes dozens. The named ones hold what those modules import,
 * directly or not, and no chunk before has; it finds the rest. Sender and worker are in one chunk, because the compiler
 * folds constants of the same chunk into the code of the hot path, where those that come from another one are loaded
 * and checked at every use.
 */
const CONTROL_ENTRIES = ['runtime/daemon/daemon-main', 'runtime/embedded/embedded-main'];
const CONTROL = {
  entries: CONTROL_ENTRIES,
  entryFileNames: (name) => `${CHUNKS}/control/${basename(name)}.cjs`,
  output: { format: 'cjs', chunkFileNames: `${CHUNKS}/control/[name].cjs` },
  named: {
    start: CONTROL_ENTRIES, // small, because the workers' threads are started after it
    plane: ['runtime/daemon/run-daemon', 'runtime/control-plane'],
  },
};
const WORKER_ENTRY = 'runtime/workers/worker-entry';
const REST = {
  // What is exported is added; what is started by its file comes up on the way.
  entries: [],
  entryFileNames: (name) => `${name}.js`,
  output: { format: 'es', chunkFileNames: `${CHUNKS}/[name].js` },
  named: { core: ['index', 'module', 'codegen', WORKER_ENTRY] },
};
/** A program or a thread that the code starts by its file. */
const STARTED = /new URL\('(\.[^']+\.js)', import\.meta\.url\)/g;

/** Writes entries and chunks into the package's dist, from its sources alone. Gives the names of what it wrote. */
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
 * For Rollup: modules are the sources, compiled as `tsc` does it.
 * @param others by source: the files, in dist, of programs that this bundle starts and does not have
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
    /** A module's URL stays what it is without a bundle, for what is found from there. */
    resolveImportMeta(property, { chunkId, moduleId, format }) {
      if (property === 'filename' && format === 'cjs') return '__filename';
      if (property !== 'url') return null;
      const place = posix.relative(posix.dirname(chunkId), relative(src, moduleId));
      const base = format === 'cjs' ? "require('node:url').pathToFileURL(__filename)" : 'import.meta.url';
      return `new URL(${JSON.stringify(place)}, ${base}).href`;
    },
  };
}
