// Bundles @chimaera/core: the files from which Node starts keep their names in dist, and what they import lies in a few chunks
// beside them. Loading a hundred small modules costs each thread of a runtime some 50 ms, a few larger ones a third of that.
// What the compiler wrote stays: types, and the modules one by one, which tests of the inside import.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { rollup } from 'rollup';
import ts from 'typescript';

const CHUNKS = 'chunks';
/**
 * Rollup finds chunks by who needs a module, which makes dozens. These hold what the named modules import, directly or not,
 * and no chunk before has; it finds the rest. Sender and worker are in one chunk, because the compiler folds constants of the same
 * chunk into the code of the hot path, where those that come from another one are loaded and checked at every use.
 */
const NAMED = {
  start: ['runtime/daemon-main'], // small, because the workers' threads are started after it
  core: ['index', 'module', 'codegen', 'runtime/worker-entry'],
};
/** A program or a thread that the code starts by its file. */
const STARTED = /new URL\('(\.[^']+\.js)', import\.meta\.url\)/g;

/** Writes entries and chunks into the package's dist, from its sources alone. Gives the names of what it wrote. */
export async function bundle(root) {
  const src = resolve(root, 'src');
  const input = await rollup({
    input: entriesOf(root, src),
    external: /^[^./]/,
    plugins: [typescript(src)],
    context: 'globalThis', // TypeScript's helpers say `this`
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  rmSync(join(root, 'dist', CHUNKS), { recursive: true, force: true });
  const { output } = await input.write({
    dir: join(root, 'dist'),
    entryFileNames: '[name].js',
    chunkFileNames: `${CHUNKS}/[name].js`,
    sourcemap: true,
    onlyExplicitManualChunks: true,
    manualChunks: namedChunks(src),
  });
  await input.close();
  return output.map(({ fileName }) => fileName);
}

/** The code that the package exports. What is started by its file comes up on the way. */
function entriesOf(root, src) {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = Object.values(exports).flatMap((target) => target.default ?? []);
  const names = files.map((file) => posix.relative('dist', file).replace(/\.js$/, ''));
  return Object.fromEntries(names.map((name) => [name, join(src, `${name}.ts`)]));
}

function namedChunks(src) {
  let chunkOf;
  return (id, { getModuleInfo }) => {
    chunkOf ??= assign(getModuleInfo);
    return chunkOf.get(id);
  };

  function assign(getModuleInfo) {
    const assigned = new Map();
    for (const [chunk, roots] of Object.entries(NAMED)) {
      const visit = (id) => {
        const { isEntry, isExternal, importedIds } = getModuleInfo(id);
        if (isExternal || assigned.has(id)) return;
        if (!isEntry) assigned.set(id, chunk);
        importedIds.forEach(visit);
      };
      for (const root of roots) visit(join(src, `${root}.ts`));
    }
    return assigned;
  }
}

/** For Rollup: modules are the sources, compiled as `tsc` does it. */
function typescript(src) {
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
    resolveImportMeta(property, { chunkId, moduleId }) {
      if (property !== 'url') return null;
      const place = posix.relative(posix.dirname(chunkId), relative(src, moduleId));
      return `new URL(${JSON.stringify(place)}, import.meta.url).href`;
    },
  };
}
