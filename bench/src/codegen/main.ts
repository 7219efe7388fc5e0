/** `npm run bench -- codegen`: the time of a refresh, compared with protoc-gen-es for declarations of the same size. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readOptions } from '../read-options.js';
import { formatTable } from '../report/format.js';
import { bufWorkspace } from './buf-workspace.js';
import { chimaeraRepository } from './chimaera-repository.js';
import { type Generator, METHODS, MODULES } from './generator.js';
import { parseOptions, usage } from './options.js';

const REPEATS = 5;
const CASES = [
  { what: 'cold: everything is generated', prepare: (it: Generator) => it.forget(), atMostMs: 2000 },
  { what: 'nothing has changed', prepare: () => undefined, atMostMs: 250 },
  { what: 'one module has changed', prepare: (it: Generator, i: number) => it.touch(i), atMostMs: 1000 },
];

function runMs(generator: Generator): number {
  const began = performance.now();
  generator.run();
  return performance.now() - began;
}

/** Generators take turns within each repeat. */
function measure(
  generators: readonly Generator[],
  prepare: (generator: Generator, repeat: number) => void,
): number[] {
  const times = generators.map((): number[] => []);
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    generators.forEach((generator, i) => {
      prepare(generator, repeat);
      times[i]!.push(runMs(generator));
    });
  }
  return times.map((each) => each.sort((a, b) => a - b)[REPEATS >> 1]!);
}

const { json } = readOptions(process.argv.slice(3), parseOptions, usage);
const root = mkdtempSync(join(tmpdir(), 'chi-fifty-'));
const dirNamed = (name: string): string => {
  const dir = join(root, name);
  mkdirSync(dir);
  return dir;
};
try {
  const buf = bufWorkspace(dirNamed('buf'));
  const generators = [chimaeraRepository(dirNamed('chimaera')), ...(buf === undefined ? [] : [buf])];
  const results = CASES.map(({ what, prepare, atMostMs }) => {
    const [ms, protocGenEsMs] = measure(generators, prepare);
    return { what, ms: ms!, atMostMs, protocGenEsMs };
  });
  if (json) console.log(JSON.stringify(results));
  else {
    const head = [`${MODULES} modules with ${METHODS} methods each`, 'ms', 'at most'];
    const peer = buf === undefined ? [] : ['protoc-gen-es through buf'];
    const lines = results.map(({ what, ms, atMostMs, protocGenEsMs }) => [
      what,
      ms.toFixed(0),
      String(atMostMs),
      ...(protocGenEsMs === undefined ? [] : [protocGenEsMs.toFixed(0)]),
    ]);
    console.log(`\n${formatTable([[...head, ...peer], ...lines])}\n`);
    if (buf === undefined) console.log('protoc-gen-es through buf is left out: it does not run here');
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
