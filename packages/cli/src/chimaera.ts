/** The `chimaera` command. */
import { outliveReaders } from './output.js';
import { runProgram } from './run-program.js';

outliveReaders();
process.exitCode = await runProgram(process.argv.slice(2));
