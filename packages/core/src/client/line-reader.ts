const NEWLINE = 0x0a;

/**
 * Splits what a socket receives into lines. A peer that sends a longer line than `maxBytes` gets no more memory than
 * that.
 */
export class LineReader {
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Calls `onLine` for every complete line; false once a line is too long, or if `onLine` returns false. */
  push(chunk: Buffer, onLine: (line: string) => boolean): boolean {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      if (!this.keep(chunk.subarray(from, end))) return false;
      const line = Buffer.concat(this.pending).toString('utf8');
      this.pending = [];
      this.pendingBytes = 0;
      from = end + 1;
      if (!onLine(line)) return false;
    }
    return this.keep(chunk.subarray(from));
  }

  private keep(part: Buffer): boolean {
    this.pendingBytes += part.length;
    if (this.pendingBytes > this.maxBytes) return false;
    if (part.length > 0) this.pending.push(part);
    return true;
  }
}
