import { Breather } from '../breather.js';
import { type FoundFrame } from './frame.js';
import { FRAME_HEADER_BYTES, FRAME_MAGIC, FrameKind } from './layout.js';
import { PIECE_BYTES, type ZoneWindow } from './zone-window.js';

const MAGIC = Buffer.alloc(4);
MAGIC.writeUInt32LE(FRAME_MAGIC);

/** The trustworthy part of a zone, and what lies behind it. */
export interface ZoneReading {
  readonly generation: number;
  /** The frames of the generation, in sequence from the begin frame on. */
  readonly frames: readonly FoundFrame[];
  /** The snapshot is complete, so the zone counts. */
  readonly isComplete: boolean;
  /** The other zone has taken over. */
  readonly isSealed: boolean;
  /** Where the trusted frames end. */
  readonly end: number;
  /** What lies there is neither the zeros that end a log nor a complete frame: torn or damaged. */
  readonly damage: ZoneDamage | null;
}

export interface ZoneDamage {
  /** Bytes from the end of the trustworthy part to the last byte that is not zero. */
  readonly bytes: number;
  /** Complete frames of this generation behind the damage: commits that are lost with it. 0 for a torn last write. */
  readonly lostFrames: number;
}

/** The first frame of a zone; null if none begins there. */
export async function firstFrameOf(zone: ZoneWindow, seed: number): Promise<FoundFrame | null> {
  const first = await zone.frameAt(0, seed);
  return first?.kind === FrameKind.begin && first.sequence === 0 ? first : null;
}

/**
 * Reads the frames of a zone up to the first that is not the next one of its generation. Null if there is no first
 * frame.
 */
export async function readZone(zone: ZoneWindow, seed: number): Promise<ZoneReading | null> {
  const first = await firstFrameOf(zone, seed);
  if (first === null) return null;
  const frames = [first];
  const breather = new Breather();
  for (;;) {
    const { end, kind } = frames[frames.length - 1];
    const next = kind === FrameKind.sealed ? null : await zone.frameAt(end, seed);
    if (next === null || next.generation !== first.generation || next.sequence !== frames.length) break;
    frames.push(next);
    if (breather.isDue()) await breather.breathe();
  }
  const { end } = frames[frames.length - 1];
  const isSealed = frames[frames.length - 1].kind === FrameKind.sealed;
  return {
    generation: first.generation,
    frames,
    isComplete: frames.some(({ kind }) => kind === FrameKind.end),
    isSealed,
    end,
    damage: isSealed ? null : await damageBehind(zone, end, first.generation, frames.length, seed),
  };
}

async function damageBehind(
  zone: ZoneWindow,
  end: number,
  generation: number,
  sequence: number,
  seed: number,
): Promise<ZoneDamage | null> {
  const lostFrames = await laterFrames(zone, end, generation, sequence, seed);
  const header = await zone.at(end, FRAME_HEADER_BYTES);
  if (lostFrames === 0 && header.every((byte) => byte === 0)) return null;
  return { bytes: (await endOfBytes(zone, end)) - end, lostFrames };
}

/** The offset, not before `from`, after which there are only zeros. */
async function endOfBytes(zone: ZoneWindow, from: number): Promise<number> {
  for (let end = zone.byteLength; end > from;) {
    const start = Math.max(from, end - PIECE_BYTES);
    const piece = await zone.at(start, end - start);
    for (let last = piece.length; last > 0; last--) if (piece[last - 1] !== 0) return start + last;
    end = start;
  }
  return from;
}

// Zeros can be damage, too, so the rest of the zone is always searched. It may contain frames of older generations.
async function laterFrames(
  zone: ZoneWindow,
  from: number,
  generation: number,
  sequence: number,
  seed: number,
): Promise<number> {
  let found = 0;
  const breather = new Breather();
  for (let at = from; at < zone.byteLength;) {
    const piece = await zone.at(at, Math.min(PIECE_BYTES, zone.byteLength - at));
    if (piece.length === 0) break;
    const within = piece.indexOf(MAGIC);
    if (within < 0) {
      // A magic that crosses the end of a piece is found in the next one.
      const end = at + piece.length;
      at = end === zone.byteLength || piece.length < MAGIC.length ? end : end - MAGIC.length + 1;
    } else {
      at += within;
      const frame = (at - from) % 8 === 0 ? await zone.frameAt(at, seed) : null;
      if (frame !== null && frame.generation === generation && frame.sequence >= sequence) found++;
      at = frame === null ? at + 1 : frame.end;
    }
    if (breather.isDue()) await breather.breathe();
  }
  return found;
}
