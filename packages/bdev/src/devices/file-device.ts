import { type FileHandle } from 'node:fs/promises';
import { deviceIo } from '@chimaera/core/module';
import { type IoEngine, IoKind } from '../engine/io-engine.js';
import { scratch } from '../engine/scratch-pool.js';
import { WriteGuard, type WriteRange } from '../engine/write-guard.js';
import { bdevError, IoError } from '../errors.js';
import { type BlockDevice, type DeviceMedium, type TransferEnd } from './block-device.js';
import { StagedTransfer } from './staged-transfer.js';
import { TransferQueue } from './transfer-queue.js';
import { WholeTransfer } from './whole-transfer.js';

/** An open file, and what its transfers have to comply with. */
export interface OpenFile {
  readonly handle: FileHandle;
  /** Bytes that the device may use: whole sectors. */
  readonly capacity: number;
  /** Opened to bypass the page cache. */
  readonly isDirect: boolean;
  /** Alignment of offsets and lengths; 1 with the page cache. */
  readonly sectorBytes: number;
  /** Alignment of addresses; 1 with the page cache. */
  readonly memoryAlignment: number;
}

const NOTHING = new Uint8Array(0);

/**
 * A device in a file, or on a block device. Transfers of whole sectors go straight between the medium and the view, if
 * the kernel can use the view's memory. All others go through memory of our own, in which partial sectors are
 * completed.
 */
export class FileDevice implements BlockDevice {
  readonly capacity: number;
  readonly medium: DeviceMedium;
  readonly #file: OpenFile;
  readonly #fd: number;
  readonly #needsAddress: boolean;
  readonly #queue: TransferQueue;
  readonly #guard = new WriteGuard();
  readonly #staged: StagedTransfer;
  #underWay = 0;
  #isClosed = false;
  #onIdle: (() => void) | null = null;

  /** Takes the file over: `close` closes it. */
  constructor(file: OpenFile, engine: IoEngine, ioDepth: number) {
    this.#file = file;
    this.#fd = file.handle.fd;
    this.capacity = file.capacity;
    this.medium = { ioEngine: engine.name, directIo: file.isDirect };
    this.#needsAddress = engine.needsAddress;
    this.#queue = new TransferQueue(engine, ioDepth);
    this.#staged = new StagedTransfer(
      file.sectorBytes,
      (kind, offset, view) => this.#moveSectors(kind, offset, view),
      scratch,
      this.#guard,
    );
  }

  get depthReached(): number {
    return this.#queue.depthReached;
  }

  read(offset: number, view: Uint8Array, end?: TransferEnd): number | PromiseLike<number> {
    if (view.byteLength === 0) return 0;
    if (this.#isClosed) return told(Promise.reject(closed()), end);
    this.#underWay++;
    if (this.#wholeBytes(offset, view) === view.byteLength)
      return this.#moveSectors(IoKind.kRead, offset, view, this.#over, end);
    return told(this.#moveInParts(IoKind.kRead, offset, view).finally(this.#over), end);
  }

  write(offset: number, view: Uint8Array, end?: TransferEnd): number | PromiseLike<number> {
    if (view.byteLength === 0) return 0;
    if (this.#isClosed) return told(Promise.reject(closed()), end);
    this.#underWay++;
    if (this.#wholeBytes(offset, view) === view.byteLength)
      return this.#writeSectors(offset, view, this.#over, end);
    return told(this.#moveInParts(IoKind.kWrite, offset, view).finally(this.#over), end);
  }

  async flush(): Promise<void> {
    if (this.#isClosed) throw closed();
    this.#underWay++;
    await this.#moveSectors(IoKind.kSync, 0, NOTHING, this.#over);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // If a transfer were still under way, the closed descriptor might already be another file's.
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#file.handle.close();
  }

  /** How many bytes from the start of the view on can be transferred as they are. */
  #wholeBytes(offset: number, view: Uint8Array): number {
    const { sectorBytes, memoryAlignment } = this.#file;
    if (offset % sectorBytes !== 0) return 0;
    if (this.#needsAddress || memoryAlignment > 1) {
      const address = deviceIo.addressOf(view);
      if (address === 0 || address % memoryAlignment !== 0) return 0;
    }
    return view.byteLength - (view.byteLength % sectorBytes);
  }

  #moveSectors(
    kind: IoKind,
    offset: number,
    view: Uint8Array,
    over?: () => void,
    end?: TransferEnd,
  ): PromiseLike<number> {
    return WholeTransfer.run(this.#queue, kind, this.#fd, offset, view, over, end);
  }

  #writeSectors(offset: number, view: Uint8Array, over?: () => void, end?: TransferEnd): PromiseLike<number> {
    const range: WriteRange = { start: offset, end: offset + view.byteLength, isMerging: false, place: -1 };
    const leave = (): void => {
      this.#guard.leave(range);
      over?.();
    };
    const turn = this.#guard.enter(range);
    return turn === null
      ? this.#moveSectors(IoKind.kWrite, offset, view, leave, end)
      : turn.then(() => this.#moveSectors(IoKind.kWrite, offset, view, leave, end));
  }

  async #moveInParts(kind: IoKind, offset: number, view: Uint8Array): Promise<number> {
    const whole = this.#wholeBytes(offset, view);
    if (whole === 0) return this.#staged.run(kind, offset, view);
    const first = view.subarray(0, whole);
    try {
      await (kind === IoKind.kRead
        ? this.#moveSectors(kind, offset, first)
        : this.#writeSectors(offset, first));
    } catch (error) {
      throw error instanceof IoError ? error.within(offset, error.bytesDone, view.byteLength) : error;
    }
    try {
      return whole + (await this.#staged.run(kind, offset + whole, view.subarray(whole)));
    } catch (error) {
      throw error instanceof IoError ? error.within(offset, whole + error.bytesDone, view.byteLength) : error;
    }
  }

  readonly #over = (): void => {
    if (--this.#underWay === 0) this.#onIdle?.();
  };
}

function told(moved: Promise<number>, end: TransferEnd | undefined): Promise<number> {
  if (end === undefined) return moved;
  return moved.then(
    (bytes) => {
      end.ended(bytes, null);
      return bytes;
    },
    (error: unknown) => {
      end.ended(error instanceof IoError ? error.bytesDone : 0, error);
      throw error;
    },
  );
}

function closed(): Error {
  return bdevError('DEVICE_CLOSED', 'the device is being destroyed');
}
