import { rmSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { ChimaeraError } from '../../errors.js';
import { fromWire } from '../../worker/control-port.js';
import type { WorkerStart } from '../../worker/messages.js';
import type { ControlPlaneOptions } from '../control-plane-options.js';
import { releasePossession } from '../directory/runtime-files.js';
import type { FromEmbedded, ToEmbedded } from './embedded-messages.js';
import type { EmbeddedThread } from './embedded-thread.js';

/**
 * The host's side of a runtime in its own process: starts it, stops it, and clears up after it if it cannot do so
 * itself.
 */
export class EmbeddedRuntime {
  /** Where its segments are mapped in this process. */
  mappings: WorkerStart['mappings'] = [];
  /** It has become ready, and has not reported that it cleared up after itself. */
  private livesOn = false;
  private readonly thread: Worker;
  private readonly ended: Promise<Error | number>;
  private readonly clearUp: () => void;

  private constructor(
    { thread, ended }: EmbeddedThread,
    private readonly options: ControlPlaneOptions,
    isTemporary: boolean,
  ) {
    this.clearUp = (): void => {
      if (this.livesOn) releasePossession(options.dir);
      if (isTemporary) rmSync(options.dir, { recursive: true, force: true });
    };
    this.thread = thread;
    this.ended = ended;
    // A program that ends without close() must not leave anything behind either.
    process.once('exit', this.clearUp);
    void this.ended.then(() => {
      process.off('exit', this.clearUp);
      this.clearUp();
    });
  }

  /**
   * @param thread booted, but not started
   * @param isTemporary whether the directory is removed with the runtime
   * @throws ChimaeraError what ControlPlane.start throws
   */
  static async start(
    thread: EmbeddedThread,
    options: ControlPlaneOptions,
    isTemporary: boolean,
  ): Promise<EmbeddedRuntime> {
    const runtime = new EmbeddedRuntime(thread, options, isTemporary);
    try {
      await runtime.untilReady();
    } catch (error) {
      await runtime.ended;
      throw error;
    }
    return runtime;
  }

  /** Resolves when nothing of it is left. May be called twice. */
  async stop(graceMs: number): Promise<void> {
    this.say({ t: 'stop', graceMs });
    await this.ended;
  }

  private untilReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.thread.on('message', (message: FromEmbedded) => {
        if (message.t === 'failed') return reject(fromWire(message.error));
        this.livesOn = message.t === 'ready';
        if (message.t === 'stopped') return;
        this.mappings = message.mappings;
        resolve();
      });
      // Errors in its code end the thread, and so does everything else that can go wrong.
      void this.ended.then((how) => {
        if (how instanceof Error) return reject(how);
        reject(
          new ChimaeraError(
            'RUNTIME_START_FAILED',
            `the thread of the embedded runtime in ${this.options.dir} ended with code ${how}`,
          ),
        );
      });
      this.say({ t: 'start', options: this.options });
    });
  }

  private say(message: ToEmbedded): void {
    this.thread.postMessage(message);
  }
}
