import { CommanderError } from 'commander';
import { makeProgram } from './program.js';
import { EXIT_FAILED, EXIT_USAGE, reportError } from './report-error.js';

/** Runs a command line and returns its exit code: 0, 1 for a failure, 2 if it is not understood. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = makeProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
    // A command that ran and found something wrong has set the code itself.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // commander has said what is wrong, or printed the help that was asked for
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    reportError('chimaera', error);
    return EXIT_FAILED;
  }
}
