import { type BlockDevice } from '../devices/block-device.js';
import { bdevError } from '../errors.js';
import { GroupSync } from './group-sync.js';
import { type MetadataLog } from './metadata-log.js';

/** What a crash cannot undo any more: the bytes of a device and, with a log, its allocations. */
export class Durability {
  readonly #log: MetadataLog | null;
  readonly #data: GroupSync;
  /** Requests that were refused. */
  refused = 0;

  constructor(device: BlockDevice, log: MetadataLog | null) {
    this.#log = log;
    this.#data = new GroupSync(() => device.flush());
  }

  /** @throws NOT_DURABLE for a device that forgets its allocations: nothing on it is durable */
  demand(): void {
    if (this.#log !== null) return;
    this.refused++;
    throw bdevError(
      'NOT_DURABLE',
      'this device forgets its allocations, so nothing on it can be durable: use a file device with metadata ' +
        '(bdevType kFile, metadataPath not none; a block device needs one)',
    );
  }

  /** @throws METADATA_FAILED if allocations and frees cannot be remembered any more */
  demandMemory(): void {
    if (!this.#log?.failure) return;
    this.refused++;
    throw this.#log.failure;
  }

  /** Waits for the allocations and frees so far; undefined if there is nothing to wait for. */
  commit(): Promise<void> | undefined {
    return this.#log?.commit();
  }

  /** Waits for the bytes that were written so far, and for the allocations and frees. */
  async flush(): Promise<void> {
    await Promise.all([this.#data.sync(), this.#log?.commit()]);
  }
}
