// Runs several sides of a protocol in every order in which their atomic operations on shared memory can take place.
//
// The sides are ordinary synchronous code, which nothing can stop half-way. So a side is advanced by running it again
// from its beginning: the operations that it has done already are answered from its record, the next one is done for
// real, and the one after that ends the run by an exception. States that were reached before are not explored again.

/** One side: `prepare` builds its objects once for every run, its result is what takes part in the interleaving. */
export interface Side {
  readonly name: string;
  /** Operations in here are done once, before anybody begins. */
  prepare(): () => void;
}

/** A place of the shared memory that the sides write, also by plain stores: it is put back for every order. */
export interface Region {
  readonly offset: number;
  readonly byteLength: number;
}

interface Progress {
  /** Results of the operations done so far. */
  readonly results: readonly number[];
  /** What each of them was. */
  readonly trace: readonly string[];
  readonly done: boolean;
}

interface Operation {
  readonly name: string;
  perform(): number;
}

class Suspended extends Error {}

const OPERATIONS = ['load', 'store', 'exchange', 'or', 'and', 'add', 'compareExchange'] as const;

export class Interleavings {
  /** Complete orders that differ in what the sides saw. */
  orders = 0;
  private failure: unknown;
  private readonly setups: number[][] = [];
  private readonly visited = new Set<string>();
  private readonly snapshot: Uint8Array[];

  /**
   * @param check called at the end of every order, with its trace; whatever it throws ends the exploration
   */
  constructor(
    private readonly memory: ArrayBuffer,
    private readonly regions: readonly Region[],
    private readonly sides: readonly Side[],
    private readonly check: (trace: readonly string[]) => void,
    private readonly names: ReadonlyMap<number, string> = new Map(),
  ) {
    for (const side of sides) this.setups.push(this.record(() => side.prepare()));
    this.snapshot = this.save();
  }

  explore(): void {
    const begin = this.sides.map(() => ({ results: [], trace: [], done: false }));
    this.visit(begin, this.snapshot, []);
    if (this.failure !== undefined) throw this.failure;
  }

  private visit(
    progress: readonly Progress[],
    memory: readonly Uint8Array[],
    trace: readonly string[],
  ): void {
    const key = stateKey(progress, memory);
    if (this.failure !== undefined || this.visited.has(key)) return;
    this.visited.add(key);
    let finished = true;
    progress.forEach(({ done }, i) => {
      if (done) return;
      finished = false;
      this.restore(memory);
      const next = this.advance(i, progress[i]);
      const step = `${this.sides[i].name}: ${next.trace.at(-1) ?? 'nothing'}`;
      this.visit(progress.with(i, next), this.save(), [...trace, step]);
    });
    if (!finished) return;
    this.restore(memory);
    this.orders++;
    // The objects of each side are those of its last run; run all once more, so that what they hold is of this order.
    progress.forEach((side, i) => this.replay(i, side.results));
    this.restore(memory);
    try {
      this.check(trace);
    } catch (error) {
      this.failure = error;
    }
  }

  /** One more operation of a side. */
  private advance(i: number, { results, trace }: Progress): Progress {
    const seen = [...results];
    const names = [...trace];
    let performed = false;
    const done = this.run(i, (index, operation) => {
      if (index < results.length) return results[index];
      if (performed) throw new Suspended();
      performed = true;
      names.push(operation.name);
      const result = operation.perform();
      seen.push(result);
      return result;
    });
    return { results: seen, trace: names, done };
  }

  private replay(i: number, results: readonly number[]): void {
    this.run(i, (index) => results[index]);
  }

  /** Runs a side from its beginning; true when it came to its end. */
  private run(i: number, answer: (index: number, operation: Operation) => number): boolean {
    const setup = this.setups[i];
    let index = 0;
    let main: () => void;
    this.hooked(
      () => setup[index++],
      () => (main = this.sides[i].prepare()),
    );
    index = 0;
    try {
      this.hooked(
        (operation) => answer(index++, operation),
        () => main(),
      );
      return true;
    } catch (error) {
      if (error instanceof Suspended) return false;
      throw error;
    }
  }

  private record(action: () => void): number[] {
    const results: number[] = [];
    this.hooked((operation) => {
      results.push(operation.perform());
      return results.at(-1)!;
    }, action);
    return results;
  }

  /** While `action` runs, operations on the shared memory are answered by `answer`. */
  private hooked(answer: (operation: Operation) => number, action: () => void): void {
    const atomics = Atomics as unknown as Record<string, (array: Int32Array, ...rest: number[]) => number>;
    const originals = OPERATIONS.map((name) => atomics[name]);
    OPERATIONS.forEach((name, i) => {
      const original = originals[i];
      atomics[name] = (array, ...rest) => {
        if (array.buffer !== this.memory) return original(array, ...rest);
        const [word, ...values] = rest;
        const place = this.names.get(word) ?? `word ${word}`;
        return answer({ name: [name, place, ...values].join(' '), perform: () => original(array, ...rest) });
      };
    });
    try {
      action();
    } finally {
      OPERATIONS.forEach((name, i) => (atomics[name] = originals[i]));
    }
  }

  private save(): Uint8Array[] {
    return this.regions.map(({ offset, byteLength }) =>
      new Uint8Array(this.memory, offset, byteLength).slice(),
    );
  }

  private restore(memory: readonly Uint8Array[]): void {
    this.regions.forEach(({ offset }, i) => new Uint8Array(this.memory).set(memory[i], offset));
  }
}

function stateKey(progress: readonly Progress[], memory: readonly Uint8Array[]): string {
  const sides = progress.map(({ results, done }) => `${done ? 'done' : ''}${results.join()}`).join(';');
  return `${sides};${memory.map((bytes) => Buffer.from(bytes.buffer).latin1Slice()).join('')}`;
}
