/** `npm run bench -- publish [report.json]`: a report that is there already, into the documents of the workspace. */
import { publish } from './publish.js';
import { readResults } from './results.js';

try {
  for (const file of publish(readResults(process.argv[3]))) console.log(`brought up to date: ${file}`);
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
