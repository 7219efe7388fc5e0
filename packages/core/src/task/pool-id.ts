import { ChimaeraError, shown } from '../errors.js';

const TEXT_FORM = /^(\d{1,10})\.(\d{1,10})$/;
const LARGEST = 0xffff_ffff;

/** Identifies a pool: two u32 numbers, written `major.minor` (guide: chi::PoolId). */
export class PoolId {
  /** The admin pool, which every runtime has (checklist SIL3). */
  static readonly admin = new PoolId(1, 0);
  /** "No pool": as a requested id it lets the runtime choose one. */
  static readonly null = new PoolId(0, 0);

  constructor(
    readonly major: number,
    readonly minor = 0,
  ) {
    if (!isU32(major) || !isU32(minor)) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `a pool id is two u32 numbers, got ${shown(major)} and ${shown(minor)}`,
      );
    }
  }

  /**
   * @param text `"7000.0"`
   * @throws ChimaeraError INVALID_ARGUMENT for any other form
   */
  static parse(text: string): PoolId {
    const match = typeof text === 'string' ? TEXT_FORM.exec(text) : null;
    const major = Number(match?.[1]);
    const minor = Number(match?.[2]);
    if (match === null || major > LARGEST || minor > LARGEST) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `'${shown(text)}' is not a pool id; write it as major.minor, such as "7000.0"`,
      );
    }
    return new PoolId(major, minor);
  }

  /** Whether it is `0.0`, which no pool has: a client with it lets the runtime choose. */
  get isNull(): boolean {
    return this.major === 0 && this.minor === 0;
  }

  /** Whether both identify the same pool; two objects with the same id are not `===`. */
  equals(other: PoolId): boolean {
    return this.major === other.major && this.minor === other.minor;
  }

  toString(): string {
    return `${this.major}.${this.minor}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function isU32(value: number): boolean {
  return typeof value === 'number' && value >>> 0 === value;
}
