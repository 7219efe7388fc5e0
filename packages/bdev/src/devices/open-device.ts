import { bdevError } from '../errors.js';
import { type DeviceOptions } from '../device-options.js';
import { engines } from '../engine/choose-engine.js';
import { BdevType } from '../tasks.js';
import { type BlockDevice } from './block-device.js';
import { NoopDevice } from './noop-device.js';
import { openFileDevice } from './open-file.js';
import { RamDevice } from './ram-device.js';

/**
 * @param name the pool's name, for a file device its path
 * @param warn is told what is not as good as it could be
 */
export async function openDevice(
  name: string,
  options: DeviceOptions,
  warn: (message: string) => void,
): Promise<BlockDevice> {
  const { bdevType, capacity, ioDepth, ioEngine, directIo } = options;
  if (bdevType === BdevType.kFile) {
    return openFileDevice(name, { capacity, ioDepth, directIo, engine: engines.choose(ioEngine, warn) });
  }
  if (capacity === 0) {
    throw bdevError('ZERO_SIZE', `the device ${name} needs a size: give totalSize (in YAML: capacity)`);
  }
  return bdevType === BdevType.kRam ? new RamDevice(capacity) : new NoopDevice(capacity);
}
