import { Worker } from 'node:worker_threads';
import { threadFlags } from '../workers/thread-flags.js';

/** The thread of an embedded runtime, which boots while its host finds out what to start. */
export interface EmbeddedThread {
  readonly thread: Worker;
  /** How it ended: the error of its code, else its exit code. */
  readonly ended: Promise<Error | number>;
}

/** Boots the thread, which then waits for a ToEmbedded. */
export function bootEmbedded(): EmbeddedThread {
  const thread = new Worker(new URL('./embedded-main.js', import.meta.url), {
    execArgv: threadFlags(),
    // Under Jest a program has an environment of its own, in which it would set CHI_REPO_PATH in vain.
    env: process.env,
    name: 'chimaera control',
  });
  let failure: Error | undefined;
  thread.once('error', (error) => (failure = error));
  return { thread, ended: new Promise((resolve) => thread.once('exit', (code) => resolve(failure ?? code))) };
}
