import { deviceIo } from '@chimaera/core/module';

/** Buffers that suit the kernel at any alignment: limited in number, mapped when first needed. */
export class ScratchPool {
  readonly #byteLength: number;
  readonly #free: Uint8Array[] = [];
  readonly #waiting: ((piece: Uint8Array) => void)[] = [];
  #unmapped: number;

  constructor(byteLength: number, count: number) {
    this.#byteLength = byteLength;
    this.#unmapped = count;
  }

  async take(): Promise<Uint8Array> {
    const piece = this.#free.pop();
    if (piece) return piece;
    if (this.#unmapped > 0) {
      this.#unmapped--;
      return deviceIo.mapPrivateMemory(this.#byteLength);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(piece: Uint8Array): void {
    const next = this.#waiting.shift();
    if (next) next(piece);
    else this.#free.push(piece);
  }
}

/** The pool of this thread: at most 8 MiB. */
export const scratch = new ScratchPool(256 * 1024, 32);
