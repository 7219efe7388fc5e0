import { beforeEach, expect, test } from '@jest/globals';
import { OutputRoom } from '../../../src/submit/output-room.js';
import { defineTaskType, type TaskType } from '../../../src/task/task-type.js';
import { Task } from '../../../src/task/task.js';

const ENOUGH = 16;
let room: OutputRoom;
let type: TaskType;
let ended: number;

beforeEach(() => {
  room = new OutputRoom();
  type = makeType();
  ended = 0;
});

function makeType(): TaskType {
  return defineTaskType({
    module: 'test_mod',
    name: 'kTask',
    method: 10,
    layoutHash: 1,
    fixedBytes: 128,
    View: class extends Task {},
    heapBytes: () => 0,
    fill: () => undefined,
    result: () => undefined,
  });
}

/** `tasks` tasks end, of which one in `every` has outputs of `bytes` bytes that did not fit. */
function end(tasks: number, bytes: number, every = 1, of = type): void {
  for (let i = 1; i <= tasks; i++) {
    ended = (ended + 1) | 0;
    if (i % every === 0) room.noteSpill(of, bytes, ended);
  }
}

test('blocks get room for outputs that occur regularly', () => {
  end(ENOUGH - 1, 1024);
  expect(type.outputRoom).toBe(0);
  end(1, 1024);
  expect(type.outputRoom).toBe(1024);
});

test('the room fits the largest output, and grows with larger ones', () => {
  end(ENOUGH - 1, 512);
  end(1, 1024);
  expect(type.outputRoom).toBe(1024);
  end(ENOUGH, 4096);
  expect(type.outputRoom).toBe(4096);
});

test('tasks begun before the room existed do not count again', () => {
  end(ENOUGH, 512);
  end(10 * ENOUGH, 512);
  expect(type.outputRoom).toBe(512);
});

test('rare outputs get no room, which would cost memory for each task', () => {
  end(100 * ENOUGH, 1024, 10);
  expect(type.outputRoom).toBe(0);
  end(ENOUGH * 6, 1024, 5);
  expect(type.outputRoom).toBe(1024);
});

test.each([8192, 2 ** 30, 2 ** 63])('outputs of %i bytes get no room', (bytes) => {
  end(10 * ENOUGH, bytes);
  expect(type.outputRoom).toBe(0);
});

test('each type is tracked separately', () => {
  const other = makeType();
  for (let i = 0; i < ENOUGH; i++) {
    end(1, 512);
    end(1, 2048, 1, other);
  }
  expect([type.outputRoom, other.outputRoom]).toEqual([512, 2048]);
});

test('the task count may wrap around', () => {
  ended = 2 ** 31 - 5;
  end(ENOUGH, 1024);
  expect(type.outputRoom).toBe(1024);
});
