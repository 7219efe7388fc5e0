import { createRequire } from 'node:module';
import { Command } from 'commander';
import { registerBench } from './commands/bench.js';
import { registerCompose } from './commands/compose.js';
import { registerMonitor } from './commands/monitor.js';
import { registerModNew } from './commands/mod-new.js';
import { registerRepoBreaking } from './commands/repo-breaking.js';
import { registerRepoCheck } from './commands/repo-check.js';
import { registerRepoLint } from './commands/repo-lint.js';
import { registerRepoNew } from './commands/repo-new.js';
import { registerRepoRefresh } from './commands/repo-refresh.js';
import { registerRestart } from './commands/runtime-restart.js';
import { registerStart } from './commands/runtime-start.js';
import { registerStatus } from './commands/runtime-status.js';
import { registerStop } from './commands/runtime-stop.js';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed (the reason is on stderr as \`chimaera: CODE: message\`), 2 the command line is wrong.
Environment: CHI_RUNTIME_DIR (--dir), CHI_SERVER_CONF (--config), CHI_REPO_PATH, CHI_WAIT_SERVER, CHI_DEBUG.`;

/** The command line as data. Commands load what they need only when they run. */
export function makeProgram(): Command {
  const program = new Command('chimaera')
    .description('Runs and inspects Chimaera runtimes, and generates the code of their modules.')
    .version(ownVersion())
    .addHelpText('after', EXIT_CODES);
  configure(program);

  const runtime = program.command('runtime').description('start, stop and inspect a runtime');
  registerStart(runtime);
  registerStop(runtime);
  registerStatus(runtime);
  registerRestart(runtime);
  registerCompose(program);
  registerMonitor(program);
  registerBench(program);
  const repo = program.command('repo').description('make repositories, and generate the code of modules');
  registerRepoNew(repo);
  registerRepoRefresh(repo);
  registerRepoCheck(repo);
  registerRepoLint(repo);
  registerRepoBreaking(repo);
  registerModNew(program.command('mod').description('make modules'));
  return program;
}

/** Commands that are added afterwards inherit these settings. */
function configure(program: Command): void {
  program
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'chimaera: USAGE: ')),
    });
}

function ownVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { version: string }).version;
}
