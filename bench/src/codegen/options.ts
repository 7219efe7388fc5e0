import { parseArgs } from 'node:util';

export interface CodegenOptions {
  readonly json: boolean;
}

export const usage = `Usage: npm run bench -- codegen [--json]

  --json  one JSON object on stdout instead of a table`;

/** @param args the arguments after `codegen`. @throws Error that says what is wrong with them */
export function parseOptions(args: readonly string[]): CodegenOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values.help ? 'help' : { json: values.json };
}
