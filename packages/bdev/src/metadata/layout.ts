/**
 * What the metadata file of a device (PATH.meta) looks like. Numbers are little-endian.
 *
 * ```text
 *           +---------------------------+
 *         0 | superblock                |  4096 bytes, written once
 *      4096 | superblock, the same      |
 *           +---------------------------+
 *      8192 | zone 0                    |  zoneBytes; one of the two zones is in use
 *           +---------------------------+
 *  8192 + z | zone 1                    |  zoneBytes
 *           +---------------------------+
 *
 *  superblock                              zone: frames without a gap, then 32 zero bytes
 *    0  magic "CHIBDEV\0"                    begin    of this generation
 *    8  format version       u32             chunk*   what was allocated when the zone was begun
 *   12  bytes of a unit      u32             end      from here on the zone counts
 *   16  units of the device  u64             records* what was allocated and freed since, a commit each
 *   24  zoneBytes            u64             sealed   the other zone goes on, one generation later
 *   32  identity             16 random bytes
 *   48  created              u64, ms
 * 4092  CRC-32 of the rest   u32
 *
 *  frame                                   payload of chunk               payload of records, each
 *    0  magic "CBF1"         u32              0  first unit    u32           0  first unit   u32
 *    4  kind                 u32              4  words, n      u32           4  units        u31
 *    8  generation           u32              8  allocated     n * u32             and 2^31 for a release
 *   12  sequence in the zone u32          8+4n  begins         n * u32
 *   16  bytes of payload     u32
 *   20  0                    u32           payload of end
 *   24  CRC-32 of payload    u32              0  blocks        u64
 *   28  CRC-32 of the above  u32              8  units         u64
 *   32  payload, a multiple of 8
 * ```
 *
 * The CRCs of a frame are seeded with that of the identity, so that frames of another device do not count.
 */

/** In every version, the magic, the format version and the CRC over 4092 bytes stay in place. */
export const FORMAT_VERSION = 1;
export const SUPERBLOCK_BYTES = 4096;
export const SUPERBLOCK_MAGIC = Buffer.from('CHIBDEV\0', 'latin1');
export const Superblock = {
  magic: 0,
  version: 8,
  unitBytes: 12,
  units: 16,
  zoneBytes: 24,
  identity: 32,
  createdMs: 48,
  crc: SUPERBLOCK_BYTES - 4,
} as const;
export const IDENTITY_BYTES = 16;

export const ZONES_AT = 2 * SUPERBLOCK_BYTES;

export const FRAME_MAGIC = 0x31_46_42_43; // "CBF1"
export const FRAME_HEADER_BYTES = 32;
export const Frame = {
  magic: 0,
  kind: 4,
  generation: 8,
  sequence: 12,
  payloadBytes: 16,
  reserved: 20,
  payloadCrc: 24,
  headerCrc: 28,
} as const;

export const FrameKind = { begin: 1, chunk: 2, end: 3, records: 4, sealed: 5 } as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export const RECORD_BYTES = 8;
/** In the second word of a record: the block was freed. */
export const RELEASED = 0x8000_0000;

/** Units that one chunk of a snapshot describes: 16 KiB of bits, 256 MiB of a device with units of 4 KiB. */
export const CHUNK_UNITS = 65_536;
export const CHUNK_HEADER_BYTES = 8;
export const END_BYTES = 16;

/** Least room for records in a zone; with less, compaction would be more frequent than it is worth. */
const LEAST_ROOM_BYTES = 64 * 1024;
const MOST_ROOM_BYTES = 64 * 1024 * 1024;

/** Where the zones of a device lie. */
export interface Geometry {
  readonly unitBytes: number;
  readonly units: number;
  readonly zoneBytes: number;
}

/** Each zone has room for the largest snapshot and, behind it, for about as many records. */
export function geometryFor(units: number, unitBytes: number): Geometry {
  const snapshot = snapshotBytes(units);
  const room = Math.min(Math.max(snapshot, LEAST_ROOM_BYTES), MOST_ROOM_BYTES);
  return { unitBytes, units, zoneBytes: Math.ceil((snapshot + room) / 4096) * 4096 };
}

/** Bytes of begin, all chunks, and end. */
export function snapshotBytes(units: number): number {
  const chunks = Math.ceil(units / CHUNK_UNITS) * (FRAME_HEADER_BYTES + CHUNK_HEADER_BYTES);
  return chunks + 2 * 4 * Math.ceil(units / 32) + 2 * FRAME_HEADER_BYTES + END_BYTES;
}

export function zoneAt(zone: number, { zoneBytes }: Geometry): number {
  return ZONES_AT + zone * zoneBytes;
}

export function metadataBytes({ zoneBytes }: Geometry): number {
  return ZONES_AT + 2 * zoneBytes;
}
