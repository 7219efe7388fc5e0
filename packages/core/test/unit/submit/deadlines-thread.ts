// The thread of deadlines-exit.test.ts: ends when nothing holds it any more.
import { parentPort } from 'node:worker_threads';
import { Call } from '../../../src/submit/call.js';
import { Deadlines } from '../../../src/submit/deadlines.js';

const expired: number[] = [];
const deadlines = new Deadlines((call) => {
  expired.push(call.slot);
  parentPort!.postMessage(expired);
});
const [short, long] = [new Call(1), new Call(3)];
deadlines.add(short, 30);
deadlines.remove(short);
// The timer of the first is still there; it has to hold the thread for this one.
deadlines.add(new Call(2), 60);
deadlines.add(long, 60_000);
deadlines.remove(long);
