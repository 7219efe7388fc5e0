import type * as modName from '@chimaera/mod-name';
import { within } from './wait.js';

const CALL_TIMEOUT_MS = 3000;

/** A client that works all the time, from the beginning of a test to its end. */
export class Bystander {
  calls = 0;
  readonly failures: string[] = [];
  private over = false;
  private readonly loops: Promise<void>[];

  constructor(mod: modName.Client) {
    this.loops = Array.from({ length: 8 }, (_, i) => this.work(mod, i));
  }

  /** Stops; returns what went wrong. */
  async stop(): Promise<string[]> {
    this.over = true;
    await within(Promise.all(this.loops), 'the end of the work of a bystander');
    return this.failures;
  }

  private async work(mod: modName.Client, lane: number): Promise<void> {
    while (!this.over) {
      try {
        const text = `call ${this.calls}`;
        const { data } = await mod.custom({ data: text, operationId: lane }, { timeoutMs: CALL_TIMEOUT_MS });
        if (data !== `${text}_processed`) this.failures.push(`answer ${data}`);
        const size = 90 + (this.calls % 200);
        const large = await mod.largeOutput({ size }, { timeoutMs: CALL_TIMEOUT_MS });
        if (large.data.some((byte, at) => byte !== at % 256)) this.failures.push(`wrong bytes of ${size}`);
      } catch (error) {
        this.failures.push(`${(error as { code: string }).code}: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      this.calls++;
    }
  }
}
