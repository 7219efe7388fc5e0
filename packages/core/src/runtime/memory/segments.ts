import { join } from 'node:path';
import type { RuntimeConfig } from '../../config/runtime-config.js';
import {
  CORE_LAYOUT_VERSION,
  HEADER_ALIVE_WORD,
  HEADER_MAGIC_WORD,
  HEADER_VERSION_WORD,
  MAX_PARTIES,
  PARTY_PARKED_WORD,
  Parked,
  SEGMENT_MAGIC,
  WORKER_EPOCH_WORD,
  WORKER_PARKED_WORD,
  partyBlockOffset,
  workerBlockOffset,
} from '../../layout/control-layout.js';
import { RING_LOST_OFFSET } from '../../layout/ring-layout.js';
import { Memory, SEGMENT_FILE_NAMES, SegmentId } from '../../memory/segment.js';
import { futexWake } from '../../os/futex.js';
import { checkFreeSpace, createPendingFile, type PendingFile } from '../../os/mapped-file.js';

/** Sizes of the segments, by number. */
export function segmentSizes({ memory }: RuntimeConfig): readonly number[] {
  return [memory.mainSegmentBytes, memory.clientDataSegmentBytes, memory.runtimeDataSegmentBytes];
}

/** Segments whose pages are being reserved. */
export interface PendingSegments {
  readonly memory: Memory;
  /** Resolves when all pages are reserved, and clients may come. @throws ChimaeraError SHM_TOO_SMALL */
  readonly reserved: Promise<void>;
}

/**
 * Creates the segments in `directory`; resolves when the first `headBytes` of the first one can be used, which is all
 * that workers need to start. Reserving the pages is most of the work, and is done off this thread, one segment after
 * the other, because the worker threads that load their code meanwhile need a core more urgently.
 * @throws ChimaeraError SHM_TOO_SMALL
 */
export async function createSegments(
  directory: string,
  sizes: readonly number[],
  headBytes: number,
): Promise<PendingSegments> {
  const allBytes = sizes.reduce((sum, bytes) => sum + bytes, 0);
  checkFreeSpace(directory, allBytes);
  const files = SEGMENT_FILE_NAMES.map((name, i) => createPendingFile(join(directory, name), sizes[i]));
  const memory = new Memory(files.map((file) => file.memory));
  await files[SegmentId.kMain].reserve(headBytes);
  writeHeader(memory, SegmentId.kMain);
  Atomics.store(memory.main.i32, HEADER_ALIVE_WORD, 1);
  const reserved = reserveRest(files, memory);
  reserved.catch(() => undefined); // whoever awaits it sees the failure
  return { memory, reserved };
}

async function reserveRest(files: readonly PendingFile[], memory: Memory): Promise<void> {
  await files[SegmentId.kMain].reserve();
  for (const id of [SegmentId.kClientData, SegmentId.kRuntimeData]) {
    await files[id].reserve();
    writeHeader(memory, id);
  }
}

function writeHeader(memory: Memory, id: SegmentId): void {
  const { u32 } = memory.segments[id];
  u32[HEADER_MAGIC_WORD] = SEGMENT_MAGIC;
  u32[HEADER_VERSION_WORD] = CORE_LAYOUT_VERSION;
}

/** Makes blocked clients see that the runtime is gone, at once if they sleep. */
export function markGone({ main }: Memory): void {
  Atomics.store(main.i32, HEADER_ALIVE_WORD, 0);
  for (let party = 0; party < MAX_PARTIES; party++) {
    const word = partyBlockOffset(party) >>> 2;
    const isAsleep = Atomics.load(main.i32, word + PARTY_PARKED_WORD) === Parked.kFutex;
    if (!isAsleep) continue;
    Atomics.store(main.i32, word + PARTY_PARKED_WORD, Parked.kAwake);
    futexWake(main.mapping.address + BigInt((word + PARTY_PARKED_WORD) * 4), 1);
  }
}

/** Tells a party how far a dead worker had come in its ring: entries before `position` are lost. */
export function noteLostEntries({ main }: Memory, rings: number, position: number): void {
  // [ring.lost] Whoever sees the raised epoch, which is stored later, sees this.
  Atomics.store(main.i32, (rings + RING_LOST_OFFSET) >>> 2, position);
}

/** Another thread is behind the worker from now on, and it is awake: nobody has to ring the dead one. */
export function noteReplacedWorker({ main }: Memory, worker: number, epoch: number): void {
  const block = workerBlockOffset(worker) >>> 2;
  Atomics.store(main.i32, block + WORKER_EPOCH_WORD, epoch);
  Atomics.store(main.i32, block + WORKER_PARKED_WORD, 0);
}

/** Puts right what somebody may have written over the words that tell which threads there are. */
export function mendEpochs({ main }: Memory, epochs: readonly number[]): void {
  epochs.forEach((epoch, worker) => {
    const word = (workerBlockOffset(worker) >>> 2) + WORKER_EPOCH_WORD;
    if (Atomics.load(main.i32, word) !== epoch) Atomics.store(main.i32, word, epoch);
  });
}
