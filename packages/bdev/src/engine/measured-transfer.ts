import { type TransferEnd } from '../devices/block-device.js';
import { type TransferMeter } from './transfer-meter.js';

/** Where to write how much a transfer has moved, such as its task. */
export interface ReadResult {
  bytesRead: number;
}
export interface WriteResult {
  bytesWritten: number;
}

/** Counts a transfer when it ends, and notes what it has moved: `length`, or how much before it failed. */
export class MeasuredRead implements TransferEnd {
  constructor(
    private readonly meter: TransferMeter,
    private readonly beganMs: number,
    private readonly result: ReadResult | undefined,
  ) {}

  ended(bytes: number, error: unknown): void {
    this.meter.ended(this.beganMs, bytes, error);
    if (this.result !== undefined) this.result.bytesRead = bytes;
  }
}

export class MeasuredWrite implements TransferEnd {
  constructor(
    private readonly meter: TransferMeter,
    private readonly beganMs: number,
    private readonly result: WriteResult | undefined,
  ) {}

  ended(bytes: number, error: unknown): void {
    this.meter.ended(this.beganMs, bytes, error);
    if (this.result !== undefined) this.result.bytesWritten = bytes;
  }
}
