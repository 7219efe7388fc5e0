import { crc32 } from 'node:zlib';
import { Frame, FRAME_HEADER_BYTES, FRAME_MAGIC, type FrameKind } from './layout.js';

/** A frame that was found, with its place. */
export interface FoundFrame {
  readonly kind: number;
  readonly generation: number;
  readonly sequence: number;
  /** The payload, in place. */
  readonly payload: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

/** The seed of the CRCs of a device's frames. */
export function seedOf(identity: Uint8Array): number {
  return crc32(identity);
}

/** Writes the header of a frame whose payload is already behind it. */
export function sealFrame(
  bytes: Buffer,
  at: number,
  kind: FrameKind,
  generation: number,
  sequence: number,
  payloadBytes: number,
  seed: number,
): void {
  const payloadAt = at + FRAME_HEADER_BYTES;
  bytes.writeUInt32LE(FRAME_MAGIC, at + Frame.magic);
  bytes.writeUInt32LE(kind, at + Frame.kind);
  bytes.writeUInt32LE(generation, at + Frame.generation);
  bytes.writeUInt32LE(sequence, at + Frame.sequence);
  bytes.writeUInt32LE(payloadBytes, at + Frame.payloadBytes);
  bytes.writeUInt32LE(0, at + Frame.reserved);
  bytes.writeUInt32LE(
    crc32(bytes.subarray(payloadAt, payloadAt + payloadBytes), seed),
    at + Frame.payloadCrc,
  );
  bytes.writeUInt32LE(crc32(bytes.subarray(at, at + Frame.headerCrc), seed), at + Frame.headerCrc);
}

/** Size of the frame whose header begins here, or null if there is no header. */
export function frameBytes(zone: Buffer, at: number, seed: number): number | null {
  if (at + FRAME_HEADER_BYTES > zone.length || zone.readUInt32LE(at) !== FRAME_MAGIC) return null;
  const header = zone.subarray(at, at + Frame.headerCrc);
  if (crc32(header, seed) !== zone.readUInt32LE(at + Frame.headerCrc)) return null;
  const payloadBytes = header.readUInt32LE(Frame.payloadBytes);
  return payloadBytes % 8 === 0 ? FRAME_HEADER_BYTES + payloadBytes : null;
}

/** The frame that begins here, or null if there is no complete one. */
export function readFrame(zone: Buffer, at: number, seed: number): FoundFrame | null {
  const bytes = frameBytes(zone, at, seed);
  if (bytes === null || at + bytes > zone.length) return null;
  const header = zone.subarray(at, at + FRAME_HEADER_BYTES);
  const from = at + FRAME_HEADER_BYTES;
  const payloadBytes = bytes - FRAME_HEADER_BYTES;
  const payload = zone.subarray(from, from + payloadBytes);
  if (crc32(payload, seed) !== header.readUInt32LE(Frame.payloadCrc)) return null;
  return {
    kind: header.readUInt32LE(Frame.kind),
    generation: header.readUInt32LE(Frame.generation),
    sequence: header.readUInt32LE(Frame.sequence),
    payload,
    end: from + payloadBytes,
  };
}
