// `npm test`: runs every project's tests through Nx, then prints one line with the sum of what Jest counted.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const resultsDir = '.test-results';
rmSync(resultsDir, { recursive: true, force: true });

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
// CI's log keeps every project's own report; elsewhere only those of failed projects are worth the lines.
const style = process.env.CI ? ['--outputStyle=static'] : [];
const run = spawnSync(process.execPath, [nx, 'run-many', '-t', 'test', ...style, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit'],
});

const results = existsSync(resultsDir)
  ? readdirSync(resultsDir).map((file) => JSON.parse(readFileSync(join(resultsDir, file), 'utf8')))
  : [];
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const passed = sum((result) => result.numPassedTests);
// A file that could not be loaded counts as one failure, because its tests were never counted.
const failed = sum((result) => result.numFailedTests + result.numRuntimeErrorTestSuites);
const skipped = sum((result) => result.numPendingTests + result.numTodoTests);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(run.status ?? 1);
