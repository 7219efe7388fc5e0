import { crc32 } from 'node:zlib';
import { bdevError } from '../errors.js';
import {
  FORMAT_VERSION,
  type Geometry,
  IDENTITY_BYTES,
  snapshotBytes,
  SUPERBLOCK_BYTES,
  SUPERBLOCK_MAGIC,
  Superblock,
} from './layout.js';

/** The contents of a superblock. */
export interface Identity extends Geometry {
  readonly identity: Uint8Array;
  readonly createdMs: number;
}

/** One superblock; a metadata file begins with two of them. */
export function encodeSuperblock({ identity, createdMs, ...geometry }: Identity): Buffer {
  const bytes = Buffer.alloc(SUPERBLOCK_BYTES);
  bytes.set(SUPERBLOCK_MAGIC, Superblock.magic);
  bytes.writeUInt32LE(FORMAT_VERSION, Superblock.version);
  bytes.writeUInt32LE(geometry.unitBytes, Superblock.unitBytes);
  bytes.writeBigUInt64LE(BigInt(geometry.units), Superblock.units);
  bytes.writeBigUInt64LE(BigInt(geometry.zoneBytes), Superblock.zoneBytes);
  bytes.set(identity, Superblock.identity);
  bytes.writeBigUInt64LE(BigInt(createdMs), Superblock.createdMs);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, Superblock.crc)), Superblock.crc);
  return bytes;
}

/**
 * Reads the two superblocks at the beginning of a file, one of which must be intact.
 * @throws METADATA_FOREIGN, METADATA_TOO_NEW, METADATA_CORRUPT
 */
export function decodeSuperblocks(bytes: Uint8Array, path: string): Identity {
  const copies = [0, 1].map((i) =>
    Buffer.from(bytes.subarray(i * SUPERBLOCK_BYTES, (i + 1) * SUPERBLOCK_BYTES)),
  );
  const ours = copies.filter((copy) => copy.subarray(0, SUPERBLOCK_MAGIC.length).equals(SUPERBLOCK_MAGIC));
  if (ours.length === 0) {
    throw bdevError(
      'METADATA_FOREIGN',
      `${path} is not the metadata of a block device: move it away, or give the device another metadataPath`,
    );
  }
  const whole = ours.find(isWhole);
  if (whole === undefined) throw corrupt(path, 'both of its superblocks are damaged');
  const version = whole.readUInt32LE(Superblock.version);
  if (version > FORMAT_VERSION) {
    throw bdevError(
      'METADATA_TOO_NEW',
      `${path} has format version ${version}, and this program knows ${FORMAT_VERSION}: use the newer program`,
    );
  }
  return checked(whole, path);
}

/** The error for metadata that are damaged. */
export function corrupt(path: string, what: string): Error {
  return bdevError(
    'METADATA_CORRUPT',
    `${path} is damaged: ${what}. Nothing was changed. Restore it from a copy; without it, what is allocated is lost`,
  );
}

function isWhole(copy: Buffer): boolean {
  if (copy.length < SUPERBLOCK_BYTES) return false;
  return crc32(copy.subarray(0, Superblock.crc)) === copy.readUInt32LE(Superblock.crc);
}

function checked(copy: Buffer, path: string): Identity {
  const unitBytes = copy.readUInt32LE(Superblock.unitBytes);
  const units = Number(copy.readBigUInt64LE(Superblock.units));
  const zoneBytes = Number(copy.readBigUInt64LE(Superblock.zoneBytes));
  const isSane =
    unitBytes > 0 && units > 0 && units < 2 ** 32 && zoneBytes >= snapshotBytes(units) && zoneBytes < 2 ** 40;
  if (!isSane) throw corrupt(path, 'its superblock has impossible numbers');
  const identity = copy.subarray(Superblock.identity, Superblock.identity + IDENTITY_BYTES);
  return {
    unitBytes,
    units,
    zoneBytes,
    identity,
    createdMs: Number(copy.readBigUInt64LE(Superblock.createdMs)),
  };
}
