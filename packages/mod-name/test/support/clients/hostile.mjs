// Does what no client should do to the runtime, in the way that its argument names.
import { setTimeout as sleep } from 'node:timers/promises';
import { RING_ENTRIES_OFFSET, SubmissionKind } from '../../../../core/dist/layout/ring-layout.js';
import * as task from '../../../../core/dist/layout/task-layout.js';
import { BLOCK_BYTES, DATA_WORD, EVIL, Intruder, randomNumbers } from './intruder.mjs';
import { args, leave, open, tell } from './program.mjs';

const random = randomNumbers(args.seed);
const { kSubmit, kCancel, kRelease } = SubmissionKind;
const ENTRIES_WORD = RING_ENTRIES_OFFSET / 4;
/** How often the runtime reacted in which way. */
const outcomes = {};

let intruder;
async function fresh() {
  if (intruder === undefined || intruder.expelled) intruder = await Intruder.open(args.dir);
  return intruder;
}

async function note(what, timeoutMs) {
  const answer = await intruder.answer(timeoutMs);
  if (answer === 'silent') (outcomes.silences ??= []).push(what);
  const name = typeof answer === 'number' ? `code ${answer}` : answer;
  outcomes[name] = (outcomes[name] ?? 0) + 1;
}

const attacks = {
  /** Every word of a task's header, with wrong values. */
  async headers() {
    const last = task.TASK_SPILL_GENERATION_WORD;
    for (let word = 0; word <= last; word++) {
      if (word === task.TASK_GENERATION_WORD || word === task.TASK_FLAGS_WORD) continue; // see below
      for (const value of EVIL) {
        const { words, base } = await fresh();
        intruder.write({ [word]: value });
        if (word === task.TASK_BLOCK_BYTES_WORD) words[(base >>> 2) + task.TASK_HEAP_START_WORD] = 152;
        intruder.submit();
        await note(`word ${word} = ${value}`);
      }
    }
  },

  /** Flags of all kinds, including those that make a task run for ever. */
  async flags() {
    for (let flags = 0; flags < 64; flags++) {
      await fresh();
      intruder.write({
        [task.TASK_FLAGS_WORD]: flags | (random() << 6),
        [task.TASK_QUERY_B_WORD]: random() % 3,
      });
      intruder.submit();
      if (await isGone()) continue;
      intruder.send(kCancel, intruder.base, 1, intruder.generation);
      await note(`flags ${flags}`);
    }
  },

  /** Wrong places and lengths of a string. */
  async fields() {
    for (const at of [0, 1]) {
      for (const value of EVIL) {
        await fresh();
        intruder.write({ [DATA_WORD + at]: value });
        intruder.submit();
        await note(`descriptor ${at} = ${value}`);
      }
    }
    for (let i = 0; i < 300; i++) {
      await fresh();
      intruder.write({ [DATA_WORD]: random(), [DATA_WORD + 1]: random() % (i % 3 === 0 ? 2 ** 31 : 5000) });
      intruder.submit();
      await note(`a random descriptor`);
    }
  },

  /** Archives of every type, with noise in them. */
  async archives() {
    const { chi, mod } = await open();
    const { echoInput } = await import('./echo-input.mjs');
    const input = echoInput(chi);
    const prepared = mod.prepareEcho(input);
    const { type, target } = prepared;
    const words = chi.$party.memory.main.u32;
    for (let i = 0; i < 1500; i++) {
      const begun = chi.$party.begin(type, target, type.heapBytes(input));
      type.fill(begun, input);
      const first = (begun.$memory.base + task.TASK_HEADER_BYTES) >>> 2;
      const count = ((begun.$memory.base + begun.$memory.heapStart()) >>> 2) - first;
      for (let n = 1 + (random() % 12); n > 0; n--) {
        words[first + (random() % count)] = random() % 2 === 0 ? EVIL[random() % EVIL.length] : random();
      }
      const handle = chi.$party.sendForHandle(
        type,
        begun,
        target,
        i % 4 === 0 ? { forceNet: true } : undefined,
      );
      await handle.wait({ timeoutMs: 5000 });
      outcomes[`code ${handle.returnCode}`] = (outcomes[`code ${handle.returnCode}`] ?? 0) + 1;
      handle.dispose();
    }
    await chi.close();
  },

  /** Records that name nobody's blocks, or others' blocks, and kinds that do not exist. */
  async records() {
    for (let i = 0; i < 40; i++) {
      await fresh();
      const others = [0, 64, 4096, 524_288, intruder.session.rings[0], intruder.end, 2 ** 31, 0xffff_ffc0];
      const w0 = i % 2 === 0 ? others[random() % others.length] : random();
      intruder.send(i % 5 === 0 ? random() : kSubmit, w0, random(), random());
      await note(`a record for ${w0}`);
    }
  },

  /** Cancels and releases of what never existed, is over, or belongs to another generation. */
  async cancels() {
    await fresh();
    for (let i = 0; i < 20_000; i++) {
      if (i % 500 === 0) await sleep(1);
      const small = random() % 16;
      if (random() % 2 === 0) intruder.send(kCancel, intruder.base, small, random() % 4);
      else intruder.send(kRelease, random(), small, random() % 2 === 0 ? random() : small);
    }
    intruder.write();
    intruder.submit();
    await note('the task after all this');
  },

  /** The same block many times, changed while it is being worked on. */
  async repeats() {
    await fresh();
    for (let round = 0; round < 30; round++) {
      await fresh();
      intruder.write();
      for (let i = 0; i < 50; i++) intruder.submit();
      for (let i = 0; i < 200; i++) {
        intruder.words[(intruder.base >>> 2) + (random() % 40)] = EVIL[random() % EVIL.length];
      }
      while (typeof (await intruder.answer(20)) === 'number');
    }
  },

  /** Many tasks, and noise in all of their memory while they run. */
  async noise() {
    for (let round = 0; round < 20; round++) {
      await fresh();
      const { words, base, end } = intruder;
      for (let at = base; at + BLOCK_BYTES <= end; at += BLOCK_BYTES) {
        intruder.write({}, at);
        intruder.submit(at);
        for (let i = 0; i < 8; i++) words[(base + (random() % (end - base))) >>> 2] = random();
      }
      while (typeof (await intruder.answer(20)) === 'number');
    }
  },

  /** Impossible indices of the submission ring, which nobody goes by. */
  async indices() {
    for (const tail of [-1, 1025, 2 ** 30, 2 ** 31, 0xffff_ffff, random(), random()]) {
      await fresh();
      intruder.words[intruder.ringWord] = tail;
      intruder.session.ringBell(0);
      announce();
      intruder.write();
      intruder.submit();
      await note(`tail ${tail}`);
    }
  },

  /** Entries of the submission ring, also marked as unwritten, below a tail that says they exist. */
  async entries() {
    for (const last of [0, -1, 0x0002_0001, 2 ** 31, random() | 0x8000_0000]) {
      await fresh();
      const { words, ringWord } = intruder;
      words.fill(last, ringWord + ENTRIES_WORD, ringWord + ENTRIES_WORD + 4);
      words[ringWord] = 1;
      announce();
      await note(`last word ${last}`);
    }
  },

  /** Answers that nobody takes in, because the index of what was read is nonsense. */
  async unread() {
    for (const head of [5000, -5000, 2 ** 31, random()]) {
      await fresh();
      intruder.words[intruder.completionWord + 16] = head;
      intruder.write();
      for (let i = 0; i < 3000; i++) {
        intruder.submit();
        if (i % 200 === 0) await sleep(1);
      }
      await sleep(20);
      await intruder.close();
      intruder = undefined;
    }
  },

  /** Spills released twice, too early, and again when they belong to somebody else. */
  async releases() {
    const { chi, mod } = await open();
    const words = chi.$party.memory.main.u32;
    for (let i = 0; i < 100; i++) {
      const handle = mod.asyncLargeOutput({ size: 100_000 });
      await handle.wait();
      const word = handle.$memory.base >>> 2;
      const slot = words[word + task.TASK_SPILL_SLOT_WORD];
      const generation = words[word + task.TASK_SPILL_GENERATION_WORD];
      handle.dispose();
      for (const near of [0, -1, 1, 2]) {
        chi.$party.mail?.releaseSpill(0, slot - 1 + near, generation);
        chi.$party.mail?.releaseSpill(0, slot - 1, generation + near);
      }
    }
    outcomes.mail = chi.$party.mail === undefined ? 0 : 1;
    await chi.close();
  },

  /** Noise anywhere in the shared memory. */
  async everywhere() {
    const { chi } = await open();
    const { main, clientData, runtimeData } = chi.$party.memory;
    const endMs = performance.now() + args.forMs;
    for (let i = 0; performance.now() < endMs; i++) {
      const { u32 } = [main, main, clientData, runtimeData][i % 4];
      const from = args.from ?? 0;
      const word = ((from + (random() % ((args.to ?? u32.length * 4) - from))) >>> 2) % u32.length;
      u32[word] = random() % 2 === 0 ? random() : EVIL[random() % EVIL.length];
      if (i % 200 === 0) await sleep(0);
    }
    process.exit(0);
  },
};

async function isGone() {
  await sleep(2);
  return intruder.expelled;
}

/** What a client that publishes would do. */
function announce() {
  intruder.outbox.pending = true;
  Atomics.or(intruder.outbox.words, intruder.outbox.summaryWord, intruder.outbox.summaryBit);
  Atomics.or(intruder.outbox.words, intruder.outbox.topWord, intruder.outbox.topBit);
}

await attacks[args.attack]();
await intruder?.close();
await tell(outcomes);
leave();
