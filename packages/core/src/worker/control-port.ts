import type { MessagePort } from 'node:worker_threads';
import type { RuntimeReport } from '../chi/runtime-report.js';
import { textOfThrown, ChimaeraError } from '../errors.js';
import type {
  CreatePoolReply,
  CreatePoolRequest,
  RuntimeControl,
  TaskGroup,
} from '../module/runtime-control.js';
import type { FromWorker, ToWorker, WireError } from './messages.js';

interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ChimaeraError) => void;
}

/** The worker's end of the port to the control plane, which also carries the admin module's requests. */
export class ControlPort implements RuntimeControl {
  private readonly waiting = new Map<number, Waiter>();
  private requests = 0;

  constructor(
    private readonly port: MessagePort,
    onMessage: (message: Exclude<ToWorker, { t: 'result' }>) => void,
  ) {
    port.on('message', (message: ToWorker) => {
      if (message.t === 'result') this.settle(message);
      else onMessage(message);
    });
  }

  send(message: FromWorker): void {
    this.port.postMessage(message);
  }

  createPool(request: CreatePoolRequest): Promise<CreatePoolReply> {
    return this.ask('createPool', request) as Promise<CreatePoolReply>;
  }

  async destroyPool(poolId: string, asking: TaskGroup): Promise<void> {
    await this.ask('destroyPool', { poolId, asking });
  }

  stop(options: { readonly graceMs: number | undefined }): void {
    void this.ask('stop', options);
  }

  flush(callers: number): Promise<number> {
    return this.ask('flush', callers) as Promise<number>;
  }

  monitor(query: string): Promise<RuntimeReport> {
    return this.ask('monitor', query) as Promise<RuntimeReport>;
  }

  private ask(op: string, args: unknown): Promise<unknown> {
    const request = ++this.requests;
    this.send({ t: 'call', request, op, args });
    return new Promise((resolve, reject) => this.waiting.set(request, { resolve, reject }));
  }

  private settle(message: Extract<ToWorker, { t: 'result' }>): void {
    const waiter = this.waiting.get(message.request);
    this.waiting.delete(message.request);
    if (message.error === undefined) waiter?.resolve(message.value);
    else waiter?.reject(fromWire(message.error));
  }
}

export function toWire(error: unknown): WireError {
  if (error instanceof ChimaeraError)
    return { code: error.code, returnCode: error.returnCode, message: error.message };
  return {
    code: 'METHOD_FAILED',
    returnCode: 1,
    message: textOfThrown(error),
  };
}

export function fromWire({ code, returnCode, message }: WireError): ChimaeraError {
  return new ChimaeraError(code, message, { returnCode });
}
