import { type Block } from '@chimaera/bdev';

const SECTOR = 512;

/** A block as its owner knows it. */
export interface ModelBlock {
  readonly offset: number;
  readonly size: number;
  readonly blockType: number;
  /** Its allocation is durable: a crash must not lose it. */
  isCertain: boolean;
  /** The last version whose write was answered; 0 before the first. */
  answered: number;
  /** The last version that is durable; 0 before the first, and then it may hold anything. */
  durable: number;
  /** What each of its sectors may hold: the durable version, and every later one that was sent. */
  versions: number[];
}

/** What was answered when a flush was sent. */
export type Answered = readonly { readonly block: ModelBlock; readonly version: number }[];

/** What was sent and what was answered, and therefore what a device has to hold after its runtime was killed. */
export class CrashModel {
  readonly blocks = new Map<number, ModelBlock>();
  /** Blocks whose free was not answered: they may exist or not, and their contents do not matter. */
  readonly #freeing = new Set<ModelBlock>();
  /** Bytes that unanswered allocations may have taken since the device was last looked at. */
  #unansweredBytes = 0;
  readonly #unanswered = new Map<symbol, number>();
  #version = 1;

  allocationSent(bytes: number, unit: number): symbol {
    const ticket = Symbol();
    this.#unanswered.set(ticket, 2 * Math.ceil(bytes / unit) * unit);
    return ticket;
  }

  allocationRefused(ticket: symbol): void {
    this.#unanswered.delete(ticket);
  }

  allocated(ticket: symbol, blocks: readonly Block[], isDurable: boolean): ModelBlock[] {
    this.#unanswered.delete(ticket);
    return blocks.map(({ offset, size, blockType }) => {
      for (const other of this.blocks.values()) {
        if (offset < other.offset + other.size && other.offset < offset + size)
          throw new Error(
            `${offset}+${size} was handed out while ${other.offset}+${other.size} is allocated`,
          );
      }
      const block = { offset, size, blockType, isCertain: isDurable, answered: 0, durable: 0, versions: [] };
      this.blocks.set(offset, block);
      return block;
    });
  }

  /** Returns the version that the write is to have. */
  writeSent(block: ModelBlock): number {
    block.versions.push(this.#version);
    return this.#version++;
  }

  written(block: ModelBlock, version: number, isDurable: boolean): void {
    block.answered = version;
    if (isDurable) makeDurable(block, version);
  }

  freeing(block: ModelBlock): void {
    this.blocks.delete(block.offset);
    this.#freeing.add(block);
  }

  freed(block: ModelBlock): void {
    this.#freeing.delete(block);
  }

  /** To be passed to `flushed` when a flush that is sent now has been answered. */
  answeredNow(): Answered {
    return [...this.blocks.values()].map((block) => ({ block, version: block.answered }));
  }

  flushed(answered: Answered): void {
    for (const { block, version } of answered) makeDurable(block, version);
  }

  /** The runtime was killed: whatever was not answered never will be. */
  crashed(): void {
    for (const bytes of this.#unanswered.values()) this.#unansweredBytes += bytes;
    this.#unanswered.clear();
  }

  /**
   * Compares what the device has with what it must have, and goes on from there.
   * @returns the blocks whose allocation or free was not answered: they have to be freed
   */
  recover(listed: readonly Block[]): Block[] {
    expectNoOverlap(listed);
    const present = new Map(listed.map((block) => [block.offset, block]));
    const strays: Block[] = [];
    for (const block of this.blocks.values()) {
      if (takeOut(present, block)) {
        block.isCertain = true;
        continue;
      }
      if (block.isCertain) throw new Error(`${block.offset}+${block.size} was durable and is not there`);
      this.blocks.delete(block.offset);
    }
    for (const block of this.#freeing) if (takeOut(present, block)) strays.push(block);
    this.#freeing.clear();
    const unexplained = [...present.values()];
    const allowed = this.#unansweredBytes;
    this.#unansweredBytes = 0;
    const bytes = unexplained.reduce((sum, { size }) => sum + size, 0);
    if (bytes > allowed) {
      const places = unexplained.map(({ offset, size }) => `${offset}+${size}`).join(' ');
      throw new Error(`${bytes} bytes came back that were freed, ${allowed} may be new: ${places}`);
    }
    return [...strays, ...unexplained].map(({ offset, size, blockType }) => ({ offset, size, blockType }));
  }
}

/** A write or flush that is durable makes its block durable, too. */
function makeDurable(block: ModelBlock, version: number): void {
  block.isCertain = true;
  if (version <= block.durable) return;
  block.durable = version;
  block.versions = block.versions.filter((other) => other >= version);
}

/** Removes exactly this block; false if it was not there. */
function takeOut(present: Map<number, Block>, { offset, size }: ModelBlock): boolean {
  return present.get(offset)?.size === size && present.delete(offset);
}

function expectNoOverlap(listed: readonly Block[]): void {
  let end = 0;
  for (const { offset, size } of listed) {
    if (offset < end) throw new Error(`the block at ${offset} begins inside another, which ends at ${end}`);
    end = offset + size;
  }
}

/** Fills a buffer with what a version of a block holds. */
export function fillVersion(bytes: Uint8Array, block: ModelBlock, version: number): void {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (let i = 0; i < words.length; i++) words[i] = wordOf(block, version, i);
}

/** Throws unless every sector holds one of the versions that it may hold. */
export function checkVersions(bytes: Uint8Array, block: ModelBlock): void {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (let sector = 0; sector < bytes.byteLength / SECTOR; sector++) {
    const first = (sector * SECTOR) / 4;
    const isOf = (version: number) => {
      for (let i = first; i < first + SECTOR / 4; i++)
        if (words[i] !== wordOf(block, version, i)) return false;
      return true;
    };
    if (!block.versions.some(isOf))
      throw new Error(
        `sector ${sector} of ${block.offset}+${block.size} has none of versions ${block.versions.join(' ')}`,
      );
  }
}

function wordOf({ offset }: ModelBlock, version: number, index: number): number {
  return (Math.imul(version, 0x9e37_79b1) ^ (offset / SECTOR) ^ Math.imul(index, 0x85eb_ca6b)) >>> 0;
}
