import { Breather } from '../breather.js';
import { type FoundFrame, readFrame } from './frame.js';
import { FRAME_HEADER_BYTES, FRAME_MAGIC, FrameKind } from './layout.js';

/** That is searched in one go. */
const PIECE_BYTES = 1024 * 1024;
const MAGIC = Buffer.alloc(4);
MAGIC.writeUInt32LE(FRAME_MAGIC);

/** What can be trusted of a zone, and what lies behind it. */
export interface ZoneReading {
  readonly generation: number;
  /** The frames of the generation, in sequence from begin on. */
  readonly frames: readonly FoundFrame[];
  /** The snapshot is whole, so that the zone counts. */
  readonly isComplete: boolean;
  /** The other zone has taken over. */
  readonly isSealed: boolean;
  /** Where the trusted frames end. */
  readonly end: number;
  /** What lies there is neither the zeros that end a log nor anything whole: torn or damaged. */
  readonly damage: ZoneDamage | null;
}

export interface ZoneDamage {
  /** Bytes from the end of what is trusted to the last that is not zero. */
  readonly bytes: number;
  /** Whole frames of this generation behind the damage: commits that are lost with it. 0 for a torn last write. */
  readonly lostFrames: number;
}

/** Reads the frames of a zone up to the first that is not the next one of its generation. Null where none begins. */
export async function readZone(zone: Buffer, seed: number): Promise<ZoneReading | null> {
  const first = readFrame(zone, 0, seed);
  if (first === null || first.kind !== FrameKind.begin || first.sequence !== 0) return null;
  const frames = [first];
  const breather = new Breather();
  for (;;) {
    const { end, kind } = frames[frames.length - 1];
    const next = kind === FrameKind.sealed ? null : readFrame(zone, end, seed);
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
  zone: Buffer,
  end: number,
  generation: number,
  sequence: number,
  seed: number,
): Promise<ZoneDamage | null> {
  const lostFrames = await laterFrames(zone, end, generation, sequence, seed);
  const header = zone.subarray(end, end + FRAME_HEADER_BYTES);
  if (lostFrames === 0 && header.every((byte) => byte === 0)) return null;
  let last = zone.length;
  while (last > end && zone[last - 1] === 0) last--;
  return { bytes: last - end, lostFrames };
}

// Zeros can be damage too, so the rest of the zone is always searched. Older generations may well lie there.
async function laterFrames(
  zone: Buffer,
  from: number,
  generation: number,
  sequence: number,
  seed: number,
): Promise<number> {
  let found = 0;
  const breather = new Breather();
  for (let at = from; at < zone.length;) {
    // A magic that lies across the end of a piece is found in the next one.
    const end = Math.min(at + PIECE_BYTES, zone.length);
    const within = zone.subarray(at, end).indexOf(MAGIC);
    if (within < 0) {
      at = end === zone.length ? end : end - MAGIC.length + 1;
    } else {
      at += within;
      const frame = (at - from) % 8 === 0 ? readFrame(zone, at, seed) : null;
      if (frame !== null && frame.generation === generation && frame.sequence >= sequence) found++;
      at = frame === null ? at + 1 : frame.end;
    }
    if (breather.isDue()) await breather.breathe();
  }
  return found;
}
