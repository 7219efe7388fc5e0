import { beforeEach, describe, expect, test } from '@jest/globals';
import { ChimaeraError } from '../../../src/errors.js';
import { CHUNKS_OFFSET } from '../../../src/layout/control-layout.js';
import * as layout from '../../../src/layout/task-layout.js';
import { PoolQuery, QueryKind } from '../../../src/task/pool-query.js';
import { TaskNode } from '../../../src/task/task-node.js';
import { Access } from '../../../src/task/task.js';
import { testMemory } from '../support/test-memory.js';
import { EchoTaskView, FIXED_BYTES, FakeOwner } from './test-task.js';

const memory = testMemory();
const BASE = CHUNKS_OFFSET + 4096;
const BLOCK_BYTES = 512;
const words = memory.main.u32;
const word = (at: number): number => (BASE >>> 2) + at;
let owner: FakeOwner;
let task: EchoTaskView;

function attach(access: Access): EchoTaskView {
  const view = new EchoTaskView();
  view.$memory.attach(owner, 9, 4, 2, BASE, FIXED_BYTES, FIXED_BYTES, BLOCK_BYTES, access);
  return view;
}

beforeEach(() => {
  memory.main.u8.fill(0, BASE, BASE + BLOCK_BYTES);
  owner = new FakeOwner(memory);
  task = attach(Access.kAll);
});

describe("the sender's header", () => {
  beforeEach(() => {
    words[word(layout.TASK_POOL_MAJOR_WORD)] = 7000;
    words[word(layout.TASK_POOL_MINOR_WORD)] = 3;
    words[word(layout.TASK_METHOD_WORD)] = 10;
    words[word(layout.TASK_FLAGS_WORD)] = layout.TaskFlag.kFireAndForget;
    words[word(layout.TASK_QUERY_KIND_WORD)] = QueryKind.kRange;
    words[word(layout.TASK_QUERY_A_WORD)] = 2;
    words[word(layout.TASK_QUERY_B_WORD)] = 5;
    words[word(layout.TASK_NODE_ORIGIN_WORD)] = 0xffff_ffff;
    words[word(layout.TASK_NODE_MAJOR_WORD)] = 12;
    words[word(layout.TASK_NODE_MINOR_WORD)] = 1;
  });

  test.each([Access.kInputs, Access.kAll])('is readable with access %p', (access) => {
    task = attach(access);
    expect(task.poolId.toString()).toBe('7000.3');
    expect(task.method).toBe(10);
    expect(task.taskFlags).toBe(layout.TaskFlag.kFireAndForget);
    expect(task.poolQuery).toEqual(PoolQuery.range(2, 5));
    expect(task.taskNode).toEqual(new TaskNode(0xffff_ffff, 12, 1));
  });

  test('is BAD_QUERY when its query is invalid', () => {
    words[word(layout.TASK_QUERY_KIND_WORD)] = 99;
    expect(() => task.poolQuery).toThrow(expect.objectContaining({ code: 'BAD_QUERY' }));
  });
});

describe('before the task has completed', () => {
  beforeEach(() => {
    task = attach(Access.kInputs);
  });

  test.each(['returnCode', 'errorMessage', 'errorCode', 'replicas', 'note', 'data', 'list'] as const)(
    '%s is NOT_COMPLETE, and the message says what to do',
    (member) => {
      expect(() => task[member]).toThrow(
        expect.objectContaining({
          code: 'NOT_COMPLETE',
          message: `EchoTask.${member} is available once the task has completed; await task.wait() first`,
        }),
      );
    },
  );

  test('inputs can be read but not changed', () => {
    expect(task.name).toBe('');
    expect(() => (task.name = 'x')).toThrow(expect.objectContaining({ code: 'NOT_COMPLETE' }));
    expect(() => (task.returnCode = 1)).toThrow(expect.objectContaining({ code: 'NOT_COMPLETE' }));
  });

  test('the task is not complete, and waiting and stopping are passed to the owner', async () => {
    expect(task.isComplete).toBe(false);
    expect(await task.wait()).toBe(task);
    expect(task.waitSync()).toBe(task);
    task.stop();
    expect([owner.waited, owner.stopped]).toEqual([2, 1]);
  });
});

describe('when the task has completed', () => {
  test('waiting returns at once', async () => {
    expect(task.isComplete).toBe(true);
    await task.wait();
    task.waitSync();
    expect(owner.waited).toBe(0);
  });

  test('the return code is a u32', () => {
    task.returnCode = 0xffff_ffff;
    expect(task.returnCode).toBe(0xffff_ffff);
    for (const value of [-1, 0.5, NaN, 2 ** 32]) {
      expect(() => (task.returnCode = value)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
    expect(task.returnCode).toBe(0xffff_ffff);
  });

  test('replicas come from the owner', () => {
    expect(task.replicas).toEqual([{ containerId: 3, returnCode: 0 }]);
  });
});

describe('after disposal', () => {
  beforeEach(() => task.dispose());

  test.each([
    'poolId',
    'method',
    'poolQuery',
    'taskNode',
    'taskFlags',
    'returnCode',
    'errorMessage',
    'errorCode',
    'isComplete',
    'replicas',
    'name',
    'note',
    'data',
    'list',
  ] as const)('%s is TASK_DISPOSED', (member) => {
    expect(() => task[member]).toThrow(
      expect.objectContaining({
        code: 'TASK_DISPOSED',
        message: `EchoTask.${member} was used after the task was disposed of or its method had settled`,
      }),
    );
  });

  test('so are waiting and stopping', async () => {
    await expect(task.wait()).rejects.toMatchObject({ code: 'TASK_DISPOSED' });
    expect(() => task.waitSync()).toThrow(expect.objectContaining({ code: 'TASK_DISPOSED' }));
    expect(() => task.stop()).toThrow(expect.objectContaining({ code: 'TASK_DISPOSED' }));
  });

  test('disposing again does nothing', () => {
    task.dispose();
    task[Symbol.dispose]();
    expect(owner.disposed).toBe(1);
  });
});

test('`using` disposes of a handle that has not completed', () => {
  {
    using handle = attach(Access.kInputs);
    expect(handle.isComplete).toBe(false);
  }
  expect(owner.disposed).toBe(1);
});

describe('a failure', () => {
  test('leaves its code, number and message in the task', () => {
    task.$fail(new ChimaeraError('OUT_OF_MEMORY', 'no room for 10 € more'));
    expect([task.returnCode, task.errorCode, task.errorMessage]).toEqual([
      118,
      'OUT_OF_MEMORY',
      'no room for 10 € more',
    ]);
  });

  test('is never a success, whatever its number', () => {
    task.$fail(new ChimaeraError('ODD', 'x', { returnCode: 0 }));
    expect(task.returnCode).toBe(1);
  });

  test('spills a text that does not fit in the block', () => {
    const long = 'why '.repeat(1000);
    task.$fail(new ChimaeraError('METHOD_FAILED', long));
    expect(task.errorMessage).toBe(long);
    expect(owner.spills).toBe(1);
  });

  test('is absent from a task that did not fail', () => {
    expect([task.returnCode, task.errorCode, task.errorMessage]).toEqual([0, '', '']);
  });
});

describe('a task that no worker will complete', () => {
  beforeEach(() => {
    task = attach(Access.kInputs);
    task.$endLocally(new ChimaeraError('WORKER_DIED', 'gone'));
  });

  test('is complete and carries the reason', () => {
    expect(task.isComplete).toBe(true);
    expect(task.$endedLocally).toBe(true);
    expect([task.returnCode, task.errorCode, task.errorMessage]).toEqual([111, 'WORKER_DIED', 'gone']);
  });

  test('is refused after disposal like any other', () => {
    task.dispose();
    for (const member of ['returnCode', 'errorCode', 'errorMessage'] as const) {
      expect(() => task[member]).toThrow(expect.objectContaining({ code: 'TASK_DISPOSED' }));
    }
  });
});
