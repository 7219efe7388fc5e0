// What every thread of thread.ts begins with: the hooks, then the TypeScript file that it is to run.
import { register } from 'node:module';
import { workerData } from 'node:worker_threads';

register('./ts-hooks.mjs', import.meta.url);
await import(workerData.entry);
