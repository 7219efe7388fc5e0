// Runs several sides of a protocol in every order in which their atomic operations on shared memory can take place.
//
// The sides are ordinary synchronous code, which cannot be stopped half-way. So a side is advanced by running it again
// from its beginning: the operations that it has already done are answered from its record, the next one is done for
// real, and the one after that ends the run by an exception. States that were reached before are not explored again.

/** One side: `prepare` builds its objects anew for every run, its result is what takes part in the interleaving. */
export interface Side {
  readonly name: string;
  /** Operations in here are done once, before any side begins. */
  prepare(): () => void;
}

/** A part of the shared memory that the sides write, also with plain stores: it is restored for every order. */
export interface Region {
  readonly offset: number;
  readonly byteLength: number;
}

interface Progress {
  /** Results of the operations done so far. */
  readonly results: readonly number[];
  readonly done: boolean;
}

type AtomicOperation = (array: Int32Array, word: number, a?: number, b?: number) => number;
/** Does an operation, or returns its recorded result. */
type Answer = (name: string, original: AtomicOperation, ...operands: Parameters<AtomicOperation>) => number;

const OPERATIONS = ['load', 'store', 'exchange', 'or', 'and', 'add', 'compareExchange'] as const;
const SUSPENDED = new Error('suspended');
/** More steps than any protocol here takes: a side that does not repeat itself when it is run again would never end. */
const MAX_STEPS = 500;

export class Interleavings {
  /** Number of complete orders that differ in what the sides saw. */
  orders = 0;
  private failure: unknown;
  private readonly setups: number[][] = [];
  private readonly visited = new Set<string>();
  private readonly snapshot: Uint8Array[];
  /** Set while a side runs. */
  private answer: Answer | undefined;
  private lastStep = '';

  /** @param check called at the end of every order, with its trace; whatever it throws ends the exploration */
  constructor(
    private readonly memory: ArrayBufferLike,
    private readonly regions: readonly Region[],
    private readonly sides: readonly Side[],
    private readonly check: (trace: readonly string[]) => void,
    private readonly names: ReadonlyMap<number, string> = new Map(),
  ) {
    this.hooked(() => {
      for (const side of sides) this.setups.push(this.recordSetup(side));
    });
    this.snapshot = this.save();
  }

  explore(): void {
    this.hooked(() =>
      this.visit(
        this.sides.map(() => ({ results: [], done: false })),
        this.snapshot,
        [],
      ),
    );
    if (this.failure !== undefined) throw this.failure;
  }

  private visit(
    progress: readonly Progress[],
    memory: readonly Uint8Array[],
    trace: readonly string[],
  ): void {
    if (trace.length > MAX_STEPS)
      throw new Error(`no end after ${MAX_STEPS} steps: ${trace.slice(-9).join(', ')}`);
    const key = stateKey(progress, memory);
    if (this.failure !== undefined || this.visited.has(key)) return;
    this.visited.add(key);
    let finished = true;
    progress.forEach((side, i) => {
      if (side.done) return;
      finished = false;
      this.restore(memory);
      const next = this.advance(i, side.results);
      this.visit(progress.with(i, next), this.save(), [...trace, `${this.sides[i].name}: ${this.lastStep}`]);
    });
    if (finished) this.finish(progress, memory, trace);
  }

  private finish(
    progress: readonly Progress[],
    memory: readonly Uint8Array[],
    trace: readonly string[],
  ): void {
    this.orders++;
    this.restore(memory);
    // The objects of each side are those of its last run; run all once more, so that they reflect this order.
    progress.forEach(({ results }, i) => this.run(i, (index) => results[index]));
    this.restore(memory);
    try {
      this.check(trace);
    } catch (error) {
      this.failure = error;
    }
  }

  /** One more operation of a side. */
  private advance(i: number, results: readonly number[]): Progress {
    let result: number | undefined;
    this.lastStep = 'nothing';
    const done = this.run(i, (index, name, original, array, word, a, b) => {
      if (index < results.length) return results[index];
      if (result !== undefined) throw SUSPENDED;
      const place = this.names.get(word) ?? `word ${word}`;
      this.lastStep = [name, place, a, b].filter((part) => part !== undefined).join(' ');
      return (result = original(array, word, a, b));
    });
    return { results: result === undefined ? results : [...results, result], done };
  }

  /** Runs a side from its beginning; true when it came to its end. */
  private run(i: number, answer: (index: number, ...operation: Parameters<Answer>) => number): boolean {
    let index = 0;
    this.answer = () => this.setups[i][index++];
    const main = this.sides[i].prepare();
    index = 0;
    this.answer = (...operation) => answer(index++, ...operation);
    try {
      main();
      return true;
    } catch (error) {
      if (error === SUSPENDED) return false;
      throw error;
    } finally {
      this.answer = undefined;
    }
  }

  private recordSetup(side: Side): number[] {
    const results: number[] = [];
    this.answer = (_name, original, ...operands) => {
      const result = original(...operands);
      results.push(result);
      return result;
    };
    side.prepare();
    this.answer = undefined;
    return results;
  }

  /** While `action` runs, all operations of the sides on the shared memory go through `answer`. */
  private hooked(action: () => void): void {
    const atomics = Atomics as unknown as Record<string, AtomicOperation>;
    const originals = OPERATIONS.map((name) => atomics[name]);
    OPERATIONS.forEach((name, i) => {
      const original = originals[i];
      atomics[name] = (shown, word, a, b) => {
        const array = observed.get(shown) ?? shown;
        return this.answer === undefined || array.buffer !== this.memory
          ? original(array, word, a, b)
          : this.answer(name, original, array, word, a, b);
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

const observed = new WeakMap<Int32Array, Int32Array>();

/**
 * The same memory, for a side that also loads and stores some of the words without Atomics: here these accesses take
 * part in the interleaving, like atomic operations. Only useful during an exploration.
 */
export function withPlainAccess(array: Int32Array, words: ReadonlySet<number>): Int32Array {
  const isShared = (key: string | symbol): boolean => typeof key === 'string' && words.has(Number(key));
  const proxy = new Proxy(array, {
    get: (target, key) =>
      isShared(key) ? Atomics.load(target, Number(key)) : (Reflect.get(target, key, target) as unknown),
    set: (target, key, value: number) => {
      if (isShared(key)) Atomics.store(target, Number(key), value);
      else target[Number(key)] = value;
      return true;
    },
  });
  observed.set(proxy, array);
  return proxy;
}

function stateKey(progress: readonly Progress[], memory: readonly Uint8Array[]): string {
  const sides = progress.map(({ results, done }) => `${done ? 'done' : ''}${results.join()}`).join(';');
  return `${sides};${memory.map((bytes) => Buffer.from(bytes.buffer).toString('latin1')).join('')}`;
}
