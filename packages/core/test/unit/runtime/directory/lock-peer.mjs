// Takes a lock when told to, reports the outcome, and holds the lock until its input ends.
import { acquireLock } from '../../../../dist/runtime/directory/lock-file.js';

process.stdout.write('ready\n');
process.stdin.once('data', (path) => {
  const holder = acquireLock(path.toString().trim());
  process.stdout.write(`${holder === undefined ? 'mine' : holder.pid}\n`);
});
process.stdin.once('end', () => process.exit());
