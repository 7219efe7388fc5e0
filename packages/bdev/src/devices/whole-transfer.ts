import { constants } from 'node:os';
import { type IoKind, type IoRequest } from '../engine/io-engine.js';
import { errnoName, IoError, type IoOperation } from '../errors.js';
import { type TransferEnd } from './block-device.js';
import { type TransferQueue } from './transfer-queue.js';

const { EAGAIN, EINTR } = constants.errno;
const OPERATIONS: readonly IoOperation[] = ['read', 'write', 'flush'];

/** A transfer with as many attempts as it takes: what the kernel moves in part is continued. */
export class WholeTransfer implements IoRequest {
  readonly kind: IoKind;
  readonly fd: number;
  readonly #queue: TransferQueue;
  readonly #whole: Uint8Array;
  readonly #start: number;
  readonly #resolve: (bytes: number) => void;
  readonly #reject: (error: IoError) => void;
  readonly #over: () => void;
  readonly #end: TransferEnd | undefined;
  offset: number;
  view: Uint8Array;
  #done = 0;

  private constructor(
    queue: TransferQueue,
    kind: IoKind,
    fd: number,
    offset: number,
    view: Uint8Array,
    resolve: (bytes: number) => void,
    reject: (error: IoError) => void,
    over: () => void,
    end: TransferEnd | undefined,
  ) {
    this.#queue = queue;
    this.kind = kind;
    this.fd = fd;
    this.#start = this.offset = offset;
    this.#whole = this.view = view;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#over = over;
    this.#end = end;
  }

  /**
   * Gives the length of the view. `over` is called before, whatever the outcome, and then `end` with it.
   * @throws IoError with the bytes that were moved before
   */
  static run(
    queue: TransferQueue,
    kind: IoKind,
    fd: number,
    offset: number,
    view: Uint8Array,
    over: () => void = nothing,
    end?: TransferEnd,
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      queue.begin(new WholeTransfer(queue, kind, fd, offset, view, resolve, reject, over, end));
    });
  }

  ended(result: number): void {
    if (result === -EINTR || result === -EAGAIN) return this.#queue.continue(this);
    if (result > 0) this.#done += result;
    const bytes = this.#whole.byteLength;
    if (result > 0 && this.#done < bytes) {
      this.view = this.#whole.subarray(this.#done);
      this.offset = this.#start + this.#done;
      return this.#queue.continue(this);
    }
    this.#queue.ended();
    this.#over();
    if (result >= 0 && this.#done >= bytes) {
      this.#end?.ended(bytes, null);
      return this.#resolve(bytes);
    }
    // Nothing moved and no error means that the file ends here.
    const errno = result === 0 ? 'end of file' : errnoName(result);
    const error = new IoError(OPERATIONS[this.kind], errno, this.#start, this.#done, bytes);
    this.#end?.ended(this.#done, error);
    this.#reject(error);
  }
}

function nothing(): void {}
