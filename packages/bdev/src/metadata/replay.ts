import { Plane, type UnitMap } from '../allocator/unit-map.js';
import { type FoundFrame } from './frame.js';
import { CHUNK_HEADER_BYTES, END_BYTES, FrameKind, RECORD_BYTES, RELEASED } from './layout.js';

/**
 * Applies the next frame of a zone to a map, which is empty before the first frame.
 * @throws RangeError that says what is wrong: a crash cannot cause whole frames that contradict each other
 */
export function replay({ kind, payload }: FoundFrame, map: UnitMap): void {
  if (kind === FrameKind.chunk) loadChunk(payload, map);
  else if (kind === FrameKind.end) checkEnd(payload, map);
  else if (kind === FrameKind.records) applyRecords(payload, map);
  else if (kind !== FrameKind.begin && kind !== FrameKind.sealed)
    throw new RangeError(`a frame is of the unknown kind ${kind}`);
}

function loadChunk(payload: Buffer, map: UnitMap): void {
  const firstUnit = payload.length >= CHUNK_HEADER_BYTES ? payload.readUInt32LE(0) : NaN;
  const words = payload.length >= CHUNK_HEADER_BYTES ? payload.readUInt32LE(4) : NaN;
  const isSane =
    firstUnit % 32 === 0 && firstUnit < map.units && payload.length === CHUNK_HEADER_BYTES + 8 * words;
  if (!isSane) throw new RangeError('a part of its snapshot has impossible numbers');
  const allocated = wordsOf(payload, CHUNK_HEADER_BYTES, words);
  const begins = wordsOf(payload, CHUNK_HEADER_BYTES + 4 * words, words);
  if (begins.some((word, i) => (word & ~allocated[i]) !== 0))
    throw new RangeError('in its snapshot a block begins where nothing is allocated');
  map.setPlane(Plane.allocated, firstUnit, allocated);
  map.setPlane(Plane.begins, firstUnit, begins);
  map.setPlane(Plane.logged, firstUnit, begins);
}

function wordsOf(payload: Buffer, at: number, words: number): Int32Array {
  const result = new Int32Array(words);
  for (let i = 0; i < words; i++) result[i] = payload.readInt32LE(at + 4 * i);
  return result;
}

function checkEnd(payload: Buffer, map: UnitMap): void {
  const matches =
    payload.length === END_BYTES &&
    Number(payload.readBigUInt64LE(0)) === map.blocks &&
    Number(payload.readBigUInt64LE(8)) === map.allocatedUnits;
  if (!matches) throw new RangeError('its snapshot does not have as many blocks as it says');
}

function applyRecords(payload: Buffer, map: UnitMap): void {
  for (let at = 0; at < payload.length; at += RECORD_BYTES) {
    const start = payload.readUInt32LE(at);
    const word = payload.readUInt32LE(at + 4);
    const units = word % RELEASED;
    const isInside = units > 0 && start + units <= map.units;
    if (word >= RELEASED) {
      if (!isInside || !map.isBlock(start, units))
        throw new RangeError(`unit ${start} is freed, but is not a block`);
      map.release(start, units);
    } else {
      if (!isInside || !map.isFree(start, units)) throw new RangeError(`unit ${start} is allocated twice`);
      map.claim(start, units);
      map.markLogged(start);
    }
  }
}
