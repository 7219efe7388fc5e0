import { RECORD_BYTES, RELEASED } from './layout.js';

/** Changes that are not in the log yet, in order. */
export class RecordBatch {
  #words = new Uint32Array(2 * 64);
  #used = 0;

  get isEmpty(): boolean {
    return this.#used === 0;
  }

  /** Size of the records in a frame. */
  get bytes(): number {
    return (this.#used / 2) * RECORD_BYTES;
  }

  claim(start: number, units: number): void {
    this.#add(start, units);
  }

  release(start: number, units: number): void {
    this.#add(start, units + RELEASED);
  }

  clear(): void {
    this.#used = 0;
  }

  /** Calls back with the start of every claim. */
  forEachClaim(each: (start: number) => void): void {
    for (let i = 0; i < this.#used; i += 2) if (this.#words[i + 1] < RELEASED) each(this.#words[i]);
  }

  /** Writes the records in the form that they have in a frame. */
  writeTo(bytes: Buffer, at: number): void {
    for (let i = 0; i < this.#used; i++) bytes.writeUInt32LE(this.#words[i], at + 4 * i);
  }

  #add(start: number, word: number): void {
    if (this.#used === this.#words.length) {
      const longer = new Uint32Array(2 * this.#words.length);
      longer.set(this.#words);
      this.#words = longer;
    }
    this.#words[this.#used++] = start;
    this.#words[this.#used++] = word;
  }
}
