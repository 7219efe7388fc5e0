import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Absolute path of the file to store. */
  readonly path: string;
  readonly json: boolean;
}

export const usage = `Usage: npm run demo -- [FILE] [--json]

  Starts a runtime, stores FILE (default: the Node binary) on a file device and on a RAM device, reads it back and
  compares; then sends 1.2 million tasks. Leaves nothing behind.

  --json   one line of JSON on stdout instead of the table (with \`npm run --silent demo\`, the only line)`;

/** @throws Error that says what is wrong with the arguments */
export function parseDemoOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (positionals.length > 1) throw new Error(`one FILE, not ${positionals.length}`);
  const [file] = positionals;
  return { path: file === undefined ? process.execPath : resolve(startedFrom(env), file), json: values.json };
}

/** npm runs a script in the package's directory, and tells in a variable where the user was. */
function startedFrom(env: NodeJS.ProcessEnv): string {
  return (env.npm_lifecycle_event === 'demo' ? env.INIT_CWD : undefined) ?? process.cwd();
}
