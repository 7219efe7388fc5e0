/** `chi_refresh_repo DIR`, the guide's name for `chimaera repo refresh DIR`. */
import { outliveReaders } from './output.js';
import { reportError } from './report-error.js';

const USAGE = `Usage: chi_refresh_repo DIR [--force]

  Generates the files in src/autogen of every module in DIR: a repository, the directory with its modules, or one module.
  --force also makes changes that break clients built earlier.
`;

outliveReaders();
const args = process.argv.slice(2);
const force = args.includes('--force');
const [dir, ...others] = args.filter((arg) => arg !== '--force');
if (dir === '--help' || dir === '-h') {
  process.stdout.write(USAGE);
} else if (dir === undefined || others.length > 0 || dir.startsWith('-')) {
  process.stderr.write(USAGE);
  process.exitCode = 1; // as the original does
} else {
  try {
    const { refreshRepo } = await import('./repo.js');
    process.exitCode = await refreshRepo(dir, { force });
  } catch (error) {
    reportError('chi_refresh_repo', error);
    process.exitCode = 1;
  }
}
