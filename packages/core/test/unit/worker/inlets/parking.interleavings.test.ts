// No wake-up is lost: the protocols labelled [worker.park] and [party.park], in every order of their steps.
import { describe, expect, test } from '@jest/globals';
import { Parked } from '../../../../src/layout/control-layout.js';
import { SubmissionKind } from '../../../../src/layout/ring-layout.js';
import type { Outbox } from '../../../../src/submit/outbox.js';
import { Inlet } from '../../../../src/worker/inlets/inlet.js';
import { Inlets } from '../../../../src/worker/inlets/inlets.js';
import { Interleavings, type Side } from '../../support/interleavings.js';
import { testMemory } from '../../support/test-memory.js';
import { TestRings, WORKER } from './test-rings.js';

const { main } = testMemory();
const CAPACITY = 4;
/** Two parties in one word of the summary, and one in another. */
const [FIRST, SECOND, FAR] = [33, 35, 700];

/** A worker that takes in records until there are none, then parks; and what it has taken in. */
class TestWorker implements Side {
  readonly name = 'worker';
  inlets!: Inlets;
  taken: string[] = [];

  constructor(
    private readonly rings: TestRings,
    private readonly begin: (inlets: Inlets) => void,
    private readonly program: (worker: TestWorker) => void = (worker) => worker.workUntilParked(),
    private readonly main = rings.plainMain(),
  ) {}

  prepare(): () => void {
    this.taken = [];
    this.inlets = new Inlets(this.main, WORKER, CAPACITY, this.rings.plainShared(), (inlet, _kind, w0) =>
      this.taken.push(`${inlet.party}:${w0}`),
    );
    this.begin(this.inlets);
    return () => this.program(this);
  }

  workUntilParked(): void {
    do this.inlets.drain();
    while (!this.inlets.park());
  }

  /** What the bell leads to. */
  wakeUp(): void {
    this.inlets.unpark();
    while (this.inlets.drain() > 0);
  }
}

/** A party that submits; the program says in which way. */
class TestSubmitter implements Side {
  readonly name: string;
  bells = 0;

  constructor(
    private readonly rings: TestRings,
    readonly party: number,
    private readonly program: (outbox: Outbox) => void,
    private readonly main = rings.plainMain(),
  ) {
    this.name = `party ${party}`;
  }

  prepare(): () => void {
    this.bells = 0;
    const outbox = this.rings.outbox(this.party, () => this.bells++, this.main);
    return () => this.program(outbox);
  }
}

function push(outbox: Outbox, n: number): void {
  outbox.push(SubmissionKind.kSubmit, n, 0, 0);
}

/** Ways of submitting, each of records 0, 1, ... */
const submissions: Record<string, { readonly records: number; readonly program: (outbox: Outbox) => void }> =
  {
    'one record': {
      records: 1,
      program: (outbox) => {
        push(outbox, 0);
        outbox.publish();
      },
    },
    'two records, each published': {
      records: 2,
      program: (outbox) => {
        push(outbox, 0);
        outbox.publish();
        push(outbox, 1);
        outbox.publish();
      },
    },
    'a burst, published at its end': {
      records: 2,
      program: (outbox) => {
        for (let n = 0; n < 2; n++) push(outbox, n);
        outbox.publish();
      },
    },
    'a release that may wait, then a record': {
      records: 2,
      program: (outbox) => {
        push(outbox, 0);
        outbox.publishQuietly();
        push(outbox, 1);
        outbox.publish();
      },
    },
  };

/** States in which the worker may be when the submission begins. */
function beginningsOf(rings: TestRings): Record<string, (inlets: Inlets) => void> {
  const watch = (inlets: Inlets, party: number): void => {
    Atomics.or(main.i32, rings.summaryWord(party), 1 << (party & 31));
    Atomics.or(main.i32, rings.topWord, 1 << (party >>> 5));
    inlets.drain();
  };
  return {
    'awake and does not watch the ring': () => undefined,
    'awake and watches the ring': (inlets) => watch(inlets, FIRST),
    'awake and watches the rings of others too': (inlets) => {
      for (const party of rings.parties) watch(inlets, party);
    },
    'parked after it has watched the ring': (inlets) => {
      watch(inlets, FIRST);
      inlets.park();
    },
  };
}

/** Explores all orders; at the end of each the worker must have what was sent, at the latest when its bell rings. */
function exploreWorker(
  rings: TestRings,
  worker: TestWorker,
  submitters: readonly TestSubmitter[],
  expected: readonly string[],
): number {
  const interleavings = new Interleavings(
    main.i32.buffer,
    rings.regions(),
    [worker, ...submitters],
    (trace) => {
      const bells = submitters.reduce((sum, { bells }) => sum + bells, 0);
      const before = [...worker.taken];
      const parked = main.i32[rings.parkedWord];
      if (bells > 0) worker.wakeUp();
      const taken = [...worker.taken].sort();
      // Without a bell the flag must be up still, or the next party would not ring either.
      const reachable = bells > 0 || parked === 1;
      if (taken.join() !== [...expected].sort().join() || !reachable) {
        throw new Error(
          `lost: of ${expected.join()} the worker has ${before.join()}, then ${taken.join()}; ` +
            `${bells} bells, parked ${parked}\n${trace.join('\n')}`,
        );
      }
    },
    rings.names(),
  );
  interleavings.explore();
  return interleavings.orders;
}

describe('[worker.park] a party submits while its worker goes to sleep', () => {
  const cases = Object.keys(submissions).flatMap((what) =>
    [
      'awake and does not watch the ring',
      'awake and watches the ring',
      'parked after it has watched the ring',
    ].map((state) => ({ what, state, parties: [FIRST] })),
  );
  cases.push({
    what: 'one record',
    state: 'awake and watches the rings of others too',
    parties: [FIRST, SECOND, FAR],
  });

  test.each(cases)('$what, the worker is $state', ({ what, state, parties }) => {
    const rings = new TestRings(main, CAPACITY, parties);
    const { records, program } = submissions[what];
    const worker = new TestWorker(rings, beginningsOf(rings)[state]);
    const submitter = new TestSubmitter(rings, FIRST, program);
    const expected = Array.from({ length: records }, (_, n) => `${FIRST}:${n}`);
    expect(exploreWorker(rings, worker, [submitter], expected)).toBeGreaterThan(3);
  });

  test.each([
    ['in one word of the summary', [FIRST, SECOND]],
    ['in two words of the summary', [FIRST, FAR]],
  ])('two parties %s at once', (_where, parties) => {
    const rings = new TestRings(main, CAPACITY, parties);
    const worker = new TestWorker(rings, () => undefined);
    const { program } = submissions['one record'];
    const submitters = parties.map((party) => new TestSubmitter(rings, party, program));
    const expected = parties.map((party) => `${party}:0`);
    expect(exploreWorker(rings, worker, submitters, expected)).toBeGreaterThan(50);
  });

  test('a party that dies half-way through its announcement does not keep others from waking the worker', () => {
    const rings = new TestRings(main, CAPACITY, [FIRST, SECOND]);
    const worker = new TestWorker(rings, () => {
      // The bit is set and the top is not: the next instruction was its last.
      Atomics.or(main.i32, rings.summaryWord(FIRST), 1 << (FIRST & 31));
    });
    const submitter = new TestSubmitter(rings, SECOND, submissions['one record'].program);
    expect(exploreWorker(rings, worker, [submitter], [`${SECOND}:0`])).toBeGreaterThan(3);
  });
});

test('[worker.park] an awake worker that stops watching a ring misses no record published meanwhile', () => {
  const rings = new TestRings(main, CAPACITY, [FIRST]);
  const watched = beginningsOf(rings)['awake and watches the ring'];
  const worker = new TestWorker(rings, watched, ({ inlets, workUntilParked }) => {
    const internals = inlets as unknown as { unwatch(inlet: Inlet): void };
    internals.unwatch(inlets.inletOf(FIRST)!);
    workUntilParked.call(worker);
  });
  const submitter = new TestSubmitter(rings, FIRST, submissions['one record'].program);
  expect(exploreWorker(rings, worker, [submitter], [`${FIRST}:0`])).toBeGreaterThan(10);
});

test('[worker.park] the successor of a dead thread gets the records sent meanwhile', () => {
  const rings = new TestRings(main, CAPACITY, [FIRST]);
  let inlets: Inlets;
  const taken: string[] = [];
  const observed = rings.plainMain();
  // The dead thread left its ring watched. The new one begins while the party submits.
  const replacement: Side = {
    name: 'new worker',
    prepare: () => {
      taken.length = 0;
      Atomics.store(main.i32, (rings.ringOf(FIRST) >>> 2) + 17, 1);
      return () => {
        inlets = new Inlets(observed, WORKER, CAPACITY, rings.plainShared(), (inlet, _kind, w0) =>
          taken.push(`${inlet.party}:${w0}`),
        );
        do inlets.drain();
        while (!inlets.park());
      };
    },
  };
  const submitter = new TestSubmitter(rings, FIRST, submissions['one record'].program);
  const interleavings = new Interleavings(
    main.i32.buffer,
    rings.regions(),
    [replacement, submitter],
    (trace) => {
      if (submitter.bells > 0) {
        inlets.unpark();
        while (inlets.drain() > 0);
      }
      if (taken.join() !== `${FIRST}:0`) throw new Error(`has ${taken.join()}\n${trace.join('\n')}`);
    },
    rings.names(),
  );
  interleavings.explore();
  expect(interleavings.orders).toBeGreaterThan(10);
});

describe('[party.park] a task completes while its party goes to sleep', () => {
  /** A party that looks at its completions, parks as the client does, and looks a last time. */
  class TestWaiter implements Side {
    readonly name = 'waiter';
    taken = 0;
    asleep = false;
    take: () => void = () => undefined;

    constructor(
      private readonly rings: TestRings,
      private readonly parked: Parked,
      private readonly main = rings.plainMain(),
    ) {}

    prepare(): () => void {
      this.taken = 0;
      this.asleep = false;
      const inbox = this.rings.inbox(FIRST, this.main);
      this.take = () => {
        for (let left = inbox.available(); left > 0; left--, this.taken++) inbox.advance();
        inbox.publish();
      };
      return () => {
        this.take();
        Atomics.store(main.i32, this.rings.partyParkedWord(FIRST), this.parked);
        this.take();
        if (this.taken === 0) this.asleep = true;
        else Atomics.store(main.i32, this.rings.partyParkedWord(FIRST), Parked.kAwake);
      };
    }
  }

  const alone = (inlet: Inlet): void => inlet.complete(5, 6, 0);
  const inBurst = (inlet: Inlet): void => {
    inlet.beginBurst();
    inlet.complete(5, 6, 0);
    inlet.endBurst();
  };

  test.each([
    ['its event loop', Parked.kEventLoop, alone],
    ['a futex', Parked.kFutex, alone],
    ['its event loop, in a burst', Parked.kEventLoop, inBurst],
    ['a futex, in a burst', Parked.kFutex, inBurst],
  ])('on %s', (_where, parked, complete) => {
    const rings = new TestRings(main, CAPACITY, [FIRST]);
    const waiter = new TestWaiter(rings, parked);
    const observed = rings.plainMain();
    let bells = 0;
    const worker: Side = {
      name: 'worker',
      prepare: () => {
        const inlet = new Inlet(observed, FIRST, 1, rings.ringOf(FIRST), CAPACITY);
        inlet.connectBell(() => bells++);
        bells = 0;
        return () => complete(inlet);
      },
    };
    let slept = 0;
    const interleavings = new Interleavings(
      main.i32.buffer,
      rings.regions(),
      [waiter, worker],
      (trace) => {
        const flag = main.i32[rings.partyParkedWord(FIRST)];
        if (waiter.asleep) {
          slept++;
          // Whoever is woken finds the flag down; on a futex the changed word is the wake-up.
          const woken = flag === Parked.kAwake && (parked === Parked.kFutex || bells === 1);
          if (!woken) throw new Error(`asleep for ever: flag ${flag}, ${bells} bells\n${trace.join('\n')}`);
          waiter.take();
        }
        if (waiter.taken !== 1) throw new Error(`${waiter.taken} completions\n${trace.join('\n')}`);
      },
      rings.names(),
    );
    interleavings.explore();
    expect(slept).toBeGreaterThan(0);
    expect(interleavings.orders).toBeGreaterThan(5);
  });
});

describe('the exploration itself', () => {
  test('finds the lost wake-up of a worker that looks before it raises its flag', () => {
    const rings = new TestRings(main, CAPACITY, [FIRST]);
    const worker = new TestWorker(
      rings,
      () => undefined,
      ({ inlets }) => {
        while (inlets.drain() > 0);
        Atomics.store(main.i32, rings.parkedWord, 1);
      },
    );
    const submitter = new TestSubmitter(rings, FIRST, submissions['one record'].program);
    expect(() => exploreWorker(rings, worker, [submitter], [`${FIRST}:0`])).toThrow(/^lost/);
  });

  test('finds the lost record of a worker that stops watching without a last look', () => {
    const rings = new TestRings(main, CAPACITY, [FIRST]);
    const worker = new TestWorker(rings, beginningsOf(rings)['awake and watches the ring'], (side) => {
      Atomics.store(main.i32, (rings.ringOf(FIRST) >>> 2) + 17, 0);
      Atomics.store(main.i32, rings.parkedWord, 1);
      expect(side.taken.length).toBeLessThan(2);
    });
    const submitter = new TestSubmitter(rings, FIRST, submissions['one record'].program);
    expect(() => exploreWorker(rings, worker, [submitter], [`${FIRST}:0`])).toThrow(/^lost/);
  });

  test('covers every order of independent steps', () => {
    const rings = new TestRings(main, CAPACITY, [FIRST]);
    const word = rings.parkedWord;
    const orders = new Set<number>();
    const sides = [1, 2].map((n) => ({
      name: `side ${n}`,
      prepare: () => () => {
        for (let i = 0; i < 2; i++) Atomics.store(main.i32, word, Atomics.load(main.i32, word) * 10 + n);
      },
    }));
    const interleavings = new Interleavings(main.i32.buffer, rings.regions(), sides, () => {
      orders.add(main.i32[word]);
    });
    interleavings.explore();
    // 2 and 2 increments, of which any later one may have overlooked what the other side did.
    expect([...orders].sort((a, b) => a - b)).toEqual([
      11, 12, 21, 22, 112, 121, 122, 211, 212, 221, 1122, 1212, 1221, 2112, 2121, 2211,
    ]);
  });
});
