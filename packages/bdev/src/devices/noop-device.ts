import { type BlockDevice, type DeviceMedium } from './block-device.js';

/** Drops what is written and reads nothing, for measuring the whole path except the device. */
export class NoopDevice implements BlockDevice {
  readonly capacity: number;
  readonly medium: DeviceMedium = { ioEngine: 'none', directIo: false };
  readonly depthReached = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  read(_offset: number, view: Uint8Array): number {
    return view.byteLength;
  }

  write(_offset: number, view: Uint8Array): number {
    return view.byteLength;
  }

  flush(): void {}

  close(): void {}
}
