import { stat, unlink } from 'node:fs/promises';
import { emptyMap } from '../allocator/block-allocator.js';
import { type UnitMap } from '../allocator/unit-map.js';
import { checkCapacity, type DeviceOptions } from '../device-options.js';
import { type BlockDevice } from '../devices/block-device.js';
import { BdevType } from '../tasks.js';
import { type MetadataLog } from './metadata-log.js';
import { beginLog, findMetadata, type RememberedDevice } from './open-metadata.js';
import { type ZoneDamage } from './zone-reading.js';

/** This metadataPath makes the device forget what is allocated when it is closed. */
const FORGETFUL = 'none';

/** An open device, what is allocated on it, and the log that remembers it. */
export interface OpenDevice {
  readonly device: BlockDevice;
  readonly map: UnitMap;
  readonly log: MetadataLog | null;
  /** What was cut off the log. */
  readonly damage: ZoneDamage | null;
}

/**
 * Opens a device together with its metadata, which are read and checked before `open` touches the device. A failure
 * leaves both as they were.
 */
export async function openRemembered(
  name: string,
  options: DeviceOptions,
  open: () => Promise<BlockDevice>,
): Promise<OpenDevice> {
  const { sizeClasses } = options;
  const remembered = await rememberedDevice(name, options);
  if (remembered === null) {
    const device = await open();
    return closingOnFailure(device, () => {
      checkCapacity(device.capacity, sizeClasses[0]);
      return { device, map: emptyMap(device.capacity, sizeClasses), log: null, damage: null };
    });
  }
  const found = await findMetadata(remembered);
  try {
    const isNew = (await statOf(name)) === null;
    const device = await open();
    return await closingOnFailure(device, async () => {
      try {
        checkCapacity(device.capacity, sizeClasses[0]);
        await device.flush(); // its size, too, before any metadata tell that size
        return { device, ...(await beginLog(remembered, found, device.capacity)) };
      } catch (error) {
        if (isNew) await unlink(name);
        throw error;
      }
    });
  } catch (error) {
    await found?.store.close();
    throw error;
  }
}

/** Null for a device that forgets. */
async function rememberedDevice(name: string, options: DeviceOptions): Promise<RememberedDevice | null> {
  const { bdevType, metadataPath, capacity, sizeClasses } = options;
  if (bdevType !== BdevType.kFile || metadataPath === FORGETFUL) return null;
  if (metadataPath !== '') return { path: name, metadataPath, capacity, sizeClasses };
  // Only other devices lie beside a block device.
  if ((await statOf(name))?.isBlockDevice()) return null;
  return { path: name, metadataPath: `${name}.meta`, capacity, sizeClasses };
}

function statOf(path: string) {
  return stat(path).catch(() => null);
}

async function closingOnFailure<T>(device: BlockDevice, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await device.close();
    throw error;
  }
}
