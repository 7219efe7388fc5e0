import { ChimaeraError } from '../../errors.js';
import { Arena, someGeneration } from '../../memory/arena.js';
import type { ChunkSource } from '../../memory/chunk-table.js';
import { makeRef, type Ref } from '../../memory/ref.js';
import type { Segment } from '../../memory/segment.js';

interface Spill {
  readonly party: number;
  readonly generation: number;
  /** The task has ended, so the party knows of the record and may release it. */
  sealed: boolean;
  /** Blocks of the arena. */
  readonly slots: number[];
}

/**
 * Outputs that did not fit in their task's block. They lie in the worker's own arena of the runtime data segment until
 * the party that asked for them says that it has finished (a RELEASE record), or dies.
 */
export class Spills {
  private readonly arena: Arena;
  private readonly spills: (Spill | undefined)[] = [];
  private readonly free: number[] = [];
  /** Bytes of outputs, by party. */
  private readonly held: number[] = [];
  /** Begins at random, so that a late record meant for a thread that died here matches nothing of this thread. */
  private nextGeneration = someGeneration();

  constructor(
    private readonly segment: Segment,
    source: ChunkSource,
    /** Whether a party with this many bytes of outputs here may have more. */
    private readonly mayHave: (party: number, heldBytes: number, byteLength: number) => boolean = () => true,
  ) {
    this.arena = new Arena(source);
  }

  /** A new record for a task of `party`. */
  open(party: number): number {
    const index = this.free.pop() ?? this.spills.length;
    this.spills[index] = { party, generation: this.nextGeneration++ >>> 0, sealed: false, slots: [] };
    return index;
  }

  /** Room for one more output. @throws ChimaeraError OUT_OF_MEMORY */
  add(index: number, byteLength: number): Ref {
    const { party, slots } = this.spills[index]!;
    const heldBytes = this.held[party] ?? 0;
    const slot = this.mayHave(party, heldBytes, byteLength) ? this.arena.allocate(byteLength) : -1;
    if (slot < 0) {
      throw new ChimaeraError(
        'OUT_OF_MEMORY',
        `an output of ${byteLength} bytes finds no room in the runtime data segment of ${this.segment.byteLength}, of which ` +
          `outputs of the same client take ${heldBytes}; ` +
          'dispose of handles with large results, or raise memory.runtime_data_segment_size',
      );
    }
    slots.push(slot);
    this.held[party] = heldBytes + this.arena.bytesOf(slot);
    return makeRef(this.segment.id, this.arena.offsetOf(slot));
  }

  /** The task goes on, but some of its outputs were written again: frees those that nothing refers to any more. */
  prune(index: number, isReferredTo: (ref: Ref) => boolean): void {
    const { party, slots } = this.spills[index]!;
    for (let i = slots.length - 1; i >= 0; i--) {
      const slot = slots[i]!;
      if (isReferredTo(makeRef(this.segment.id, this.arena.offsetOf(slot)))) continue;
      this.freeSlot(party, slot);
      slots.splice(i, 1);
    }
  }

  /** Bytes in the outputs of a record. */
  bytesOf(index: number): number {
    return this.spills[index]!.slots.reduce((sum, slot) => sum + this.arena.bytesOf(slot), 0);
  }

  /** The task has ended: returns the generation under which its party may release the record. */
  seal(index: number): number {
    const spill = this.spills[index]!;
    spill.sealed = true;
    return spill.generation;
  }

  /**
   * The party has read the outputs. Ignores a record of another party, of another generation, or one that is still
   * open.
   */
  release(party: number, index: number, generation: number): void {
    const spill = this.spills[index];
    if (spill === undefined || !spill.sealed) return;
    if (spill.party !== party || spill.generation !== generation) return;
    this.drop(index, spill);
  }

  releaseAll(party: number): void {
    this.spills.forEach((spill, index) => {
      if (spill?.party === party) this.drop(index, spill);
    });
  }

  get bytesInUse(): number {
    return this.arena.bytesInUse;
  }

  private drop(index: number, spill: Spill): void {
    for (const slot of spill.slots) this.freeSlot(spill.party, slot);
    this.spills[index] = undefined;
    this.free.push(index);
  }

  private freeSlot(party: number, slot: number): void {
    this.held[party] = this.held[party]! - this.arena.bytesOf(slot);
    this.arena.free(slot);
  }
}
