/** The other process of ping-pong.ts: returns every ball until told to end, or until nobody plays any more. */
import { openMappedFile, yieldProcessor } from '@chimaera/core/runtime';
import { FLAG_WORD, OVER, PING_PONG_BYTES, POLLS_PER_YIELD, READY_WORD } from './ping-pong-layout.js';

/** After this silence the process that started this one may have been killed. */
const ALONE_MS = 3000;

const words = new Int32Array(openMappedFile(process.argv[2]!, PING_PONG_BYTES).buffer);
Atomics.store(words, READY_WORD, 1);
let aloneSinceMs = performance.now();
for (let polls = 1; ; polls++) {
  const ball = Atomics.load(words, FLAG_WORD);
  if (ball === OVER) break;
  if ((ball & 1) === 1) {
    Atomics.store(words, FLAG_WORD, ball + 1); // [ping] pairs with playRound
    polls = 0;
  } else if (polls % POLLS_PER_YIELD === 0) {
    if (polls === POLLS_PER_YIELD) aloneSinceMs = performance.now();
    else if (performance.now() - aloneSinceMs > ALONE_MS) break;
    yieldProcessor();
  }
}
