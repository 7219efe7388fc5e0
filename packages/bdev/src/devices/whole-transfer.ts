import { constants } from 'node:os';
import { Later } from '@chimaera/core/module';
import { type IoKind, type IoRequest } from '../engine/io-engine.js';
import { errnoName, IoError, type IoOperation } from '../errors.js';
import { type TransferEnd } from './block-device.js';
import { type TransferQueue } from './transfer-queue.js';

const { EAGAIN, EINTR } = constants.errno;
const OPERATIONS: readonly IoOperation[] = ['read', 'write', 'flush'];

/** A transfer that takes as many attempts as it needs: if the kernel moves only a part, it continues. */
export class WholeTransfer extends Later<number> implements IoRequest {
  readonly kind: IoKind;
  readonly fd: number;
  readonly #queue: TransferQueue;
  readonly #whole: Uint8Array;
  readonly #start: number;
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
    over: () => void,
    end: TransferEnd | undefined,
  ) {
    super();
    this.#queue = queue;
    this.kind = kind;
    this.fd = fd;
    this.#start = this.offset = offset;
    this.#whole = this.view = view;
    this.#over = over;
    this.#end = end;
  }

  /**
   * Resolves to the length of the view. Before that, `over` is called whatever the outcome, and then `end` with it.
   * Fails with an IoError that has the number of bytes moved before.
   */
  static run(
    queue: TransferQueue,
    kind: IoKind,
    fd: number,
    offset: number,
    view: Uint8Array,
    over: () => void = nothing,
    end?: TransferEnd,
  ): WholeTransfer {
    const transfer = new WholeTransfer(queue, kind, fd, offset, view, over, end);
    queue.begin(transfer);
    return transfer;
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
      return this.succeed(bytes);
    }
    // If nothing was moved and there is no error, the file ends here.
    const errno = result === 0 ? 'end of file' : errnoName(result);
    const error = new IoError(OPERATIONS[this.kind], errno, this.#start, this.#done, bytes);
    this.#end?.ended(this.#done, error);
    this.fail(error);
  }
}

function nothing(): void {}
