// Keeps 64 tasks of all kinds under way, with buffers and handles, until it is killed.
import { args, open, tell } from './program.mjs';

const { chi, mod } = await open();
const buffers = Array.from({ length: 6 }, () => chi.allocateBuffer(2 ** 20));
const handles = Array.from({ length: 4 }, () => mod.asyncLargeOutput({ size: 2 ** 20 }));
for (const handle of handles) await handle.wait();
mod.asyncCustom({ data: 'again', operationId: 1 }, { periodMs: 1 });

const kinds = [
  (i) => mod.custom({ data: 'x'.repeat(i % 500), operationId: i }),
  (i) => mod.custom({ data: 'x', operationId: i }, { fireAndForget: true }),
  (i) => mod.largeOutput({ size: 1000 * (i % 100) }),
  (i) => mod.coMutexTest({ testId: i, holdMs: 1 }),
  (i) => mod.coRwLockTest({ testId: i, isWriter: i % 5 === 0, holdMs: 1 }),
  (i) => mod.waitTest({ depth: i % 5, testId: i, currentDepth: 0 }),
  (i) => mod.custom({ data: 'net', operationId: i }, { forceNet: true }),
];
let done = 0;
async function loop(first) {
  for (let i = first; ; i++) {
    await kinds[i % kinds.length](i);
    if (++done === args.after) void tell({ done, buffers: buffers.length });
  }
}
await Promise.all(Array.from({ length: 64 }, (_, i) => loop(i)));
