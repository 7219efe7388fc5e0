import { bdevError } from '../errors.js';
import { type DeviceOptions } from '../device-options.js';
import { BdevType } from '../tasks.js';
import { type BlockDevice } from './block-device.js';
import { NoopDevice } from './noop-device.js';
import { openFileDevice } from './open-file.js';
import { RamDevice } from './ram-device.js';

/** The device that the options describe. `name` is the pool's, and for a file its path. */
export async function openDevice(name: string, options: DeviceOptions): Promise<BlockDevice> {
  if (options.bdevType === BdevType.kFile) return openFileDevice(name, options.capacity, options.ioDepth);
  if (options.capacity === 0) {
    throw bdevError('ZERO_SIZE', `the device ${name} needs a size: give totalSize (in YAML: capacity)`);
  }
  return options.bdevType === BdevType.kRam
    ? new RamDevice(options.capacity)
    : new NoopDevice(options.capacity);
}
