import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChimaeraError } from '../../../src/errors.js';
import { CHUNKS_OFFSET } from '../../../src/layout/control-layout.js';
import { BufferRef, ChiBuffer } from '../../../src/memory/buffer-ref.js';
import { PoolId } from '../../../src/task/pool-id.js';
import { Reader } from '../../../src/task/reader.js';
import { Access } from '../../../src/task/task.js';
import { Writer } from '../../../src/task/writer.js';
import { testMemory } from '../support/test-memory.js';
import { At, EchoTaskView, FIXED_BYTES, FakeOwner } from './test-task.js';

const memory = testMemory({ dataChunks: 8 });
const { main, clientData, runtimeData } = memory;
const BASE = CHUNKS_OFFSET + 4096;
const LARGEST_BLOCK_BYTES = 2048;
const UNTOUCHED = 0xab;
const BAD_TASK = expect.objectContaining({ code: 'BAD_TASK' });
let owner: FakeOwner;
let task: EchoTaskView;

/** A block of that size whose surroundings show whether they were written to. */
function attach(blockBytes: number): EchoTaskView {
  main.u8.fill(UNTOUCHED, BASE - 512, BASE + LARGEST_BLOCK_BYTES + 512);
  main.u8.fill(0, BASE, BASE + FIXED_BYTES);
  owner.forgetSpills();
  task = new EchoTaskView();
  task.$memory.attach(owner, 9, 4, 2, BASE, FIXED_BYTES, FIXED_BYTES, blockBytes, Access.kAll);
  return task;
}

function expectOnlyBlockWritten(blockBytes: number): void {
  const untouched = (begin: number, end: number): boolean =>
    main.u8.subarray(begin, end).every((byte) => byte === UNTOUCHED);
  expect(untouched(BASE - 512, BASE)).toBe(true);
  expect(untouched(BASE + blockBytes, BASE + LARGEST_BLOCK_BYTES + 512)).toBe(true);
}

beforeEach(() => {
  owner = new FakeOwner(memory);
  attach(512);
});

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ minLength: 200, maxLength: 400 }),
);
const assignments = fc.array(
  fc.oneof(
    fc.record({ field: fc.constantFrom('name', 'note'), value: text }),
    fc.record({ field: fc.constant('data'), value: fc.uint8Array({ maxLength: 200 }) }),
    fc.record({
      field: fc.constant('list'),
      value: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 20 }),
    }),
  ),
  { maxLength: 25 },
);
const blockSizes = fc.constantFrom(192, 256, 384, 512, 1024, LARGEST_BLOCK_BYTES);

test('every field keeps its last value through any assignments, in the block or spilled', () => {
  fc.assert(
    fc.property(blockSizes, assignments, (blockBytes, steps) => {
      attach(blockBytes);
      const model: Record<string, unknown> = { name: '', note: '', data: new Uint8Array(0) };
      const written = new Set<string>();
      for (const { field, value } of steps) {
        (task as unknown as Record<string, unknown>)[field] = value;
        model[field] = value;
        written.add(field);
        for (const name of ['name', 'note'] as const)
          expect(task[name]).toBe(Buffer.from(model[name] as string).toString());
        expect(Buffer.compare(task.data, model.data as Uint8Array)).toBe(0);
        if (written.has('list')) expect(task.list).toEqual(model.list);
        expect(task.$memory.heapStart()).toBeGreaterThanOrEqual(FIXED_BYTES);
        expect(task.$memory.heapStart()).toBeLessThanOrEqual(blockBytes);
        expect(task.$memory.heapStart() % 8).toBe(0);
      }
      expectOnlyBlockWritten(blockBytes);
    }),
    { numRuns: 150 },
  );
});

test.each(['a'.repeat(72), 'ä'.repeat(36), '€'.repeat(24), `${'ä'.repeat(4)}${'a'.repeat(64)}`])(
  'a text that fills the block to its last byte stays in it: %s',
  (text) => {
    attach(FIXED_BYTES + 72);
    task.name = text;
    expect([task.name, owner.spills]).toEqual([text, 0]);
    task.name = `${text}a`;
    expect([task.name, owner.spills]).toEqual([`${text}a`, 1]);
    expectOnlyBlockWritten(FIXED_BYTES + 72);
  },
);

describe('a rewritten string', () => {
  test('keeps its value when there is no room for the new one anywhere', () => {
    attach(FIXED_BYTES + 72);
    task.name = 'first';
    owner.spill = () => {
      throw new Error('no memory');
    };
    expect(() => (task.name = 'ä'.repeat(60))).toThrow('no memory');
    expect(task.name).toBe('first');
  });

  test('reuses its place, so that a loop does not use up the heap', () => {
    for (let i = 0; i < 100; i++) task.name += 'x';
    expect(task.name).toBe('x'.repeat(100));
    expect(task.$memory.heapStart()).toBe(FIXED_BYTES + 104);
    expect(owner.spills).toBe(0);
  });

  test('moves when another value was written behind it', () => {
    task.name = 'first';
    task.note = 'second';
    task.name = 'third, longer than the first';
    expect([task.name, task.note]).toEqual(['third, longer than the first', 'second']);
  });

  test('can be emptied without leaving bytes behind', () => {
    task.name = 'something';
    task.name = '';
    expect(task.name).toBe('');
    task.note = 'else';
    expect(task.name).toBe('');
  });
});

describe('a block that is being filled', () => {
  test.each([192, 512])(
    'of %i bytes takes any texts, inside or spilled, and reads like any other',
    (blockBytes) => {
      fc.assert(
        fc.property(text, text, (name, note) => {
          attach(blockBytes);
          task.$memory.fillString(At.name, name);
          task.$memory.fillString(At.note, note);
          expect([task.name, task.note]).toEqual([name, note].map((it) => Buffer.from(it).toString()));
          task.name = note;
          expect([task.name, task.note]).toEqual([note, note].map((it) => Buffer.from(it).toString()));
          expectOnlyBlockWritten(blockBytes);
        }),
        { numRuns: 50 },
      );
    },
  );

  test('places texts one after the other, whatever the field words were before', () => {
    main.u32.set([(BASE + FIXED_BYTES) / 8, 8], BASE / 4 + At.note);
    task.$memory.fillString(At.name, 'first');
    task.$memory.fillString(At.note, 'second');
    expect([task.name, task.note]).toEqual(['first', 'second']);
  });
});

test('bytes are copied out whole: later changes of the task do not affect them', () => {
  for (const length of [0, 1, 64, 65, 900]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i);
    task.data = bytes;
    const copy = task.$memory.copyBytes(At.data);
    task.data.fill(0xff);
    expect(Buffer.compare(copy, bytes)).toBe(0);
  }
  main.u32[BASE / 4 + At.data + 1] = 0xffff_ffff;
  expect(() => task.$memory.copyBytes(At.data)).toThrow(BAD_TASK);
});

describe('a value that does not fit', () => {
  test('spills, and the block keeps its room for others', () => {
    const long = 'é'.repeat(400);
    task.name = long;
    task.note = 'short';
    expect(owner.spills).toBe(1);
    expect([task.name, task.note]).toEqual([long, 'short']);
    expect(task.$memory.heapStart()).toBe(FIXED_BYTES + 8);
  });

  test('is OUT_OF_MEMORY when there is no room elsewhere, and the field keeps its value', () => {
    task.name = 'kept';
    task.note = 'behind it';
    expect(() => (task.name = 'x'.repeat(runtimeData.byteLength))).toThrow(
      expect.objectContaining({ code: 'OUT_OF_MEMORY' }),
    );
    expect([task.name, task.note]).toEqual(['kept', 'behind it']);
  });

  test('keeps the failure readable even afterwards', () => {
    task.name = 'kept';
    expect(() => (task.name = 'x'.repeat(runtimeData.byteLength))).toThrow(ChimaeraError);
    task.$fail(new ChimaeraError('OUT_OF_MEMORY', 'no room'));
    expect([task.name, task.errorMessage]).toEqual(['kept', 'no room']);
  });
});

test('bytes are a view in place that a method may fill', () => {
  task.data = Uint8Array.of(1, 2, 3);
  task.data[1] = 9;
  expect([...task.data]).toEqual([1, 9, 3]);
  expect(task.data.buffer).toBe(main.u8.buffer);
});

test('rewriting bytes leaves an earlier view unchanged', () => {
  task.data = Uint8Array.of(1, 2, 3);
  const view = task.data;
  task.data = Uint8Array.of(7, 8, 9);
  expect([...view]).toEqual([1, 2, 3]);
});

test('a field that was never written is empty', () => {
  expect([task.name, task.data.length]).toEqual(['', 0]);
});

describe('a descriptor written by a hostile sender', () => {
  const u32 = fc.oneof(
    fc.nat({ max: 0xffff_ffff }),
    fc.integer({ min: -64, max: 80 }).map((units) => (BASE + FIXED_BYTES) / 8 + units),
    fc.nat({ max: 600 }),
  );

  test('reads shared memory or is BAD_TASK, and causes no other error', () => {
    fc.assert(
      fc.property(fc.constantFrom('name', 'data', 'list'), u32, u32, (field, ref, byteLength) => {
        main.u32[(BASE >>> 2) + At[field as 'name']] = ref;
        main.u32[(BASE >>> 2) + At[field as 'name'] + 1] = byteLength;
        try {
          void (task as unknown as Record<string, unknown>)[field];
        } catch (error) {
          if (!(error instanceof ChimaeraError) || error.code !== 'BAD_TASK') throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('never leads a write outside the heap of the block', () => {
    fc.assert(
      fc.property(u32, u32, fc.string({ maxLength: 40 }), (ref, byteLength, value) => {
        attach(256);
        task.note = 'before';
        const { note } = task;
        main.u32[(BASE >>> 2) + At.name] = ref;
        main.u32[(BASE >>> 2) + At.name + 1] = byteLength;
        const fixed = main.u8.slice(BASE, BASE + 4 * At.name);
        task.name = value;
        expect(task.name).toBe(Buffer.from(value).toString());
        expect(main.u8.slice(BASE, BASE + 4 * At.name)).toEqual(fixed);
        expect(note).toBe('before');
        expectOnlyBlockWritten(256);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a buffer', () => {
  const buffer = new BufferRef(clientData, 128, 64, 5);

  test('is carried by reference', () => {
    task.$memory.writeBuffer(At.buffer, buffer);
    const carried = task.$memory.readBuffer(At.buffer);
    carried.bytes[0] = 42;
    expect(buffer.bytes[0]).toBe(42);
    expect([carried.segment.id, carried.offset, carried.byteLength, carried.generation]).toEqual([
      1, 128, 64, 5,
    ]);
  });

  test('is read only where the owner says that the sender may refer to it', () => {
    task.$memory.writeBuffer(At.buffer, buffer);
    owner.mayReferTo = (...place) => {
      expect(place).toEqual([1, 128, 64]);
      return false;
    };
    expect(() => task.$memory.readBuffer(At.buffer)).toThrow(BAD_TASK);
  });

  test('is BAD_TASK in the main segment, in none, and past the end of any', () => {
    const word = (BASE >>> 2) + At.buffer;
    const anyWord = fc.oneof(fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(fc.oneof(fc.nat({ max: 4 }), anyWord), anyWord, anyWord, (segment, unit, byteLength) => {
        main.u32.set([segment, unit, byteLength, 0], word);
        const inside =
          (segment === 1 || segment === 2) && unit * 8 + byteLength <= memory.segments[segment].byteLength;
        if (inside) expect(task.$memory.readBuffer(At.buffer).bytes).toHaveLength(byteLength);
        else expect(() => task.$memory.readBuffer(At.buffer)).toThrow(BAD_TASK);
      }),
      { numRuns: 500 },
    );
  });

  test.each([new Uint8Array(8), undefined, { segment: clientData, offset: 0 }])(
    'is refused when it is %p',
    (value) => {
      expect(() => task.$memory.writeBuffer(At.buffer, value as unknown as BufferRef)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    },
  );

  test('is refused after it has been freed, because its memory may belong to another owner', () => {
    const freed = new ChiBuffer(clientData, 128, 64, 5, () => undefined);
    task.$memory.writeBuffer(At.buffer, freed);
    freed.free();
    expect(() => task.$memory.writeBuffer(At.buffer, freed)).toThrow(
      expect.objectContaining({ code: 'CLOSED' }),
    );
  });
});

describe('the bytes of a transferred buffer', () => {
  function archive(byteLength: number): Reader {
    const writer = Writer.growing();
    writer.bytes(new Uint8Array(byteLength).fill(7));
    writer.u32(99);
    return Reader.of(writer.bytesWritten());
  }

  test('go into the buffer that the field names', () => {
    const buffer = new BufferRef(clientData, 256, 16, 5);
    buffer.bytes.fill(1);
    task.$memory.writeBuffer(At.buffer, buffer);
    const reader = archive(8);
    task.$memory.loadBuffer(At.buffer, reader);
    expect([...buffer.bytes]).toEqual([...new Array<number>(8).fill(7), ...new Array<number>(8).fill(1)]);
    expect(reader.u32()).toBe(99);
    expect(owner.received).toBeUndefined();
  });

  test("otherwise go into one of the receiver's, which the field then names", () => {
    task.$memory.loadBuffer(At.buffer, archive(8));
    expect([...task.$memory.readBuffer(At.buffer).bytes]).toEqual(new Array<number>(8).fill(7));
    expect(task.$memory.readBuffer(At.buffer).offset).toBe(owner.received?.offset);
  });

  test('are refused when their length exceeds the archive, before a buffer is allocated', () => {
    const lie = Reader.of(Uint8Array.of(0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0));
    expect(() => task.$memory.loadBuffer(At.buffer, lie)).toThrow(BAD_TASK);
    expect(owner.received).toBeUndefined();
  });
});

test('a pool id is carried as its two numbers', () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffff_ffff }), fc.nat({ max: 0xffff_ffff }), (major, minor) => {
      task.$memory.writePoolId(At.pool, new PoolId(major, minor));
      expect(task.$memory.readPoolId(At.pool)).toEqual(new PoolId(major, minor));
    }),
  );
});

test("an accessor continues where another one stopped and keeps the sender's values", () => {
  task.name = 'from the sender';
  const heapStart = task.$memory.heapStart();
  const worker = new EchoTaskView();
  worker.$memory.attach(owner, 9, 4, 2, BASE, FIXED_BYTES, heapStart, 512, Access.kAll);
  worker.note = 'from the worker';
  expect([task.name, task.note]).toEqual(['from the sender', 'from the worker']);
});
