import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ChimaeraError } from '@chimaera/core';
import type { Command } from 'commander';

const PACKAGE = '@chimaera/bench';

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('compare with peers, in a checkout of Chimaera; bench --help says what can be chosen')
    .argument('[words...]', 'options of the benchmark')
    .allowUnknownOption()
    .helpOption(false)
    .action(runBench);
}

/** The benchmark is not part of the packages, because its peers would come along with every installation. */
async function runBench(words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [benchProgram(process.cwd()), ...words], { stdio: 'inherit' });
  // It cleans up by itself; whoever pressed Ctrl-C waits for that.
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, handOn);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  for (const each of signals) process.off(each, handOn);
  process.exitCode = code ?? 128 + constants.signals[signal!];
}

/** @throws ChimaeraError MODULE_NOT_FOUND */
function benchProgram(cwd: string): string {
  const directory = [join(cwd, 'package.json'), import.meta.filename].flatMap(benchFrom)[0];
  if (directory === undefined)
    throw new ChimaeraError(
      'MODULE_NOT_FOUND',
      `the benchmark cannot be found from ${resolve(cwd)}: it is part of Chimaera's repository, not of its packages; run it in a clone, after npm ci`,
    );
  const program = join(directory, 'dist', 'main.js');
  if (existsSync(program)) return program;
  throw new ChimaeraError(
    'MODULE_NOT_FOUND',
    `the benchmark in ${directory} is not built; npm run build first`,
  );
}

function benchFrom(file: string): string[] {
  try {
    return [dirname(createRequire(file).resolve(`${PACKAGE}/package.json`))];
  } catch {
    return [];
  }
}
