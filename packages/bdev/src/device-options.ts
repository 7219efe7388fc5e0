import { MAX_UNITS } from './allocator/unit-map.js';
import { classesFor, faultOfClasses } from './allocator/size-classes.js';
import { bdevError } from './errors.js';
import { BdevType, type CreateParams, IoEngineType } from './tasks.js';

const MIN_ALIGNMENT = 512;
const MAX_ALIGNMENT = 2 ** 20;
const MAX_IO_DEPTH = 4096;

/** Create parameters that have been checked. */
export interface DeviceOptions {
  readonly bdevType: BdevType;
  /** In bytes; 0 means the current size of the file. */
  readonly capacity: number;
  readonly ioDepth: number;
  readonly alignment: number;
  /** Block sizes, ascending powers of two. The smallest is the unit in which space is counted. */
  readonly sizeClasses: readonly number[];
  readonly ioEngine: IoEngineType;
  readonly directIo: boolean;
  /** Where a file device remembers what is allocated. Empty: beside the file; `none`: nowhere. */
  readonly metadataPath: string;
}

/** Checks the create parameters against each other. */
export function checkParams(params: CreateParams): DeviceOptions {
  const { bdevType, totalSize, capacity, ioDepth, alignment, ioEngine, directIo, metadataPath } = params;
  if (!Object.values(BdevType).includes(bdevType)) refuse(`bdevType ${bdevType} is not 0, 1 or 2`);
  if (!Object.values(IoEngineType).includes(ioEngine)) refuse(`ioEngine ${ioEngine} is not 0, 1 or 2`);
  if (totalSize !== 0 && capacity !== 0 && totalSize !== capacity) {
    refuse(
      `totalSize ${totalSize} and capacity ${capacity} name the same thing and differ: give one of them`,
    );
  }
  if (ioDepth < 1 || ioDepth > MAX_IO_DEPTH)
    refuse(`ioDepth ${ioDepth} is not between 1 and ${MAX_IO_DEPTH}`);
  if (alignment < MIN_ALIGNMENT || alignment > MAX_ALIGNMENT || (alignment & (alignment - 1)) !== 0) {
    refuse(`alignment ${alignment} is not a power of two between ${MIN_ALIGNMENT} and ${MAX_ALIGNMENT}`);
  }
  const sizeClasses = params.sizeClasses.length > 0 ? params.sizeClasses : classesFor(alignment);
  const fault = faultOfClasses(sizeClasses, alignment);
  if (fault !== null) refuse(fault);
  const bytes = totalSize || capacity;
  if (bytes > 0) checkCapacity(bytes, sizeClasses[0]);
  return { bdevType, capacity: bytes, ioDepth, alignment, sizeClasses, ioEngine, directIo, metadataPath };
}

/** Checks that a device of this many bytes has at least one unit, and no more than the allocator can count. */
export function checkCapacity(bytes: number, unitBytes: number): void {
  if (bytes < unitBytes) {
    throw bdevError(
      'ZERO_SIZE',
      `a device of ${bytes} bytes has no space: its smallest block is ${unitBytes}`,
    );
  }
  if (bytes / unitBytes > MAX_UNITS) {
    refuse(`a device of ${bytes} bytes needs a larger alignment or smallest size class than ${unitBytes}`);
  }
}

function refuse(message: string): never {
  throw bdevError('BAD_PARAMETERS', message);
}
