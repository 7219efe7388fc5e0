import { describe, expect, test } from '@jest/globals';
import { TransferMeter } from '../../../src/engine/transfer-meter.js';

function timed(meter: TransferMeter, transfers: number, bytes: number): number {
  let count = 0;
  for (let i = 0; i < transfers; i++) {
    const beganMs = meter.begin(bytes);
    if (beganMs > 0) count++;
    meter.note(beganMs, bytes);
  }
  return count;
}

describe('a meter of short transfers', () => {
  test('counts all of them and times the first ones, then one in sixteen', () => {
    const meter = new TransferMeter(false);
    expect(timed(meter, 1024, 4096)).toBe(1024);
    const later = timed(meter, 16_000, 4096);
    expect(later).toBeGreaterThan(700);
    expect(later).toBeLessThan(1300);
    const { readOperations, readBytes, readLatencyUsMax } = meter.asReads();
    expect(readOperations).toBe(17_024);
    expect(readBytes).toBe(17_024 * 4096);
    expect(readLatencyUsMax).toBeGreaterThan(0);
  });

  test('times every long one', () => {
    const meter = new TransferMeter(false);
    timed(meter, 2000, 4096);
    expect(timed(meter, 100, 64 * 1024)).toBe(100);
  });
});

test('a meter for all transfers times each of them', () => {
  expect(timed(new TransferMeter(), 3000, 512)).toBe(3000);
});

test('counts a failed transfer as failed only', () => {
  const meter = new TransferMeter();
  meter.ended(meter.begin(512), 100, new Error('EIO'));
  expect(meter.failures).toBe(1);
  expect(meter.asWrites()).toMatchObject({ writeOperations: 0, writtenBytes: 0 });
});
