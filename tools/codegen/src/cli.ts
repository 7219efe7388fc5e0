/**
 * `refresh`, `check`, `lint` and `breaking` for a repository. Exit code 0: all is well; 1: there are problems, or files
 * that are not up to date.
 */
import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { breaking, check, lint, refresh } from './index.js';
import { reportBreaking, reportCheck, reportLint, reportRefresh, reportRules, type Print } from './report.js';
import { watch } from './watch.js';

export { reportBreaking, reportCheck, reportLint, reportRefresh, reportRules } from './report.js';
export { watch } from './watch.js';

const USAGE = `usage: codegen refresh [DIR] [--force] [--watch]   generate the files of a repository
       codegen check [DIR]                         say what is not up to date, and write nothing
       codegen lint [DIR] [--fix] [--rules]        compare modules with the guide's checklists
       codegen breaking [DIR] --against WHAT       say what would break clients built earlier

DIR is a repository, the directory with its modules, or one module (default: packages).
--force   also make changes that break clients built earlier
--watch   generate again whenever a source changes, until interrupted
--fix     apply fixes where that is safe
--rules   print all rules with their reasons
WHAT      a commit, branch or tag of git, a directory with the modules of another time, or a lock file`;

const DEFAULT_DIR = 'packages';

interface Flags {
  readonly force?: boolean | undefined;
  readonly watch?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly rules?: boolean | undefined;
  readonly against?: string | undefined;
}

const COMMANDS: Readonly<Record<string, readonly (keyof Flags)[]>> = {
  refresh: ['force', 'watch'],
  check: [],
  lint: ['fix', 'rules'],
  breaking: ['against'],
};

/** Runs a command line and returns its exit code. */
export async function main(args: readonly string[], print: Print): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined) {
    print(USAGE);
    return 1;
  }
  const { command, dir, flags } = parsed;
  try {
    return await run(command, dir, flags, print);
  } catch (error) {
    print(`codegen: ${(error as Error).message}`);
    return 1;
  }
}

async function run(command: string, dir: string, flags: Flags, print: Print): Promise<number> {
  switch (command) {
    case 'check':
      return reportCheck(await check(dir), print);
    case 'lint':
      if (flags.rules !== true) return reportLint(await lint(dir, { fix: flags.fix === true }), print);
      await reportRules(print);
      return 0;
    case 'breaking':
      return reportBreaking(await breaking(dir, flags.against!), flags.against!, print);
    default:
      if (flags.watch === true) return watch(dir, print, { force: flags.force === true });
      return reportRefresh(await refresh(dir, { force: flags.force === true }), print);
  }
}

function parse(args: readonly string[]): { command: string; dir: string; flags: Flags } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        force: { type: 'boolean' },
        watch: { type: 'boolean' },
        fix: { type: 'boolean' },
        rules: { type: 'boolean' },
        against: { type: 'string' },
      },
    });
    const [command = '', dir = DEFAULT_DIR, ...more] = positionals;
    const allowed = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    const isKnown =
      allowed !== undefined && Object.keys(values).every((name) => allowed.includes(name as never));
    const isWhole = command !== 'breaking' || (values.against ?? '') !== '';
    return isKnown && isWhole && more.length === 0 ? { command, dir, flags: values } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this file was started as a program, not imported by one. */
const isProgram = process.argv[1] !== undefined && import.meta.filename === realpathSync(process.argv[1]);
// No top-level await: CommonJS code could not require the file.
if (isProgram)
  void main(process.argv.slice(2), (line) => console.log(line)).then((code) => {
    process.exitCode = code;
  });
