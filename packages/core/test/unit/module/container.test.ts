import { beforeEach, describe, expect, test } from '@jest/globals';
import { QueuePriority } from '../../../src/lane/lane.js';
import { Container } from '../../../src/module/container.js';

const { kLowLatency, kHighLatency } = QueuePriority;
class Shard extends Container {}

let shard: Shard;
beforeEach(() => {
  shard = new Shard();
  shard.createLocalQueue(0, 4, kLowLatency);
  shard.createLocalQueue(7, 1, kHighLatency);
});

test('a lane is found by its number, and is the same object each time', () => {
  expect(shard.getLane(0, 3)).toMatchObject({
    queueId: 0,
    laneId: 3,
    priority: kLowLatency,
    size: 0,
    isEmpty: true,
  });
  expect(shard.getLane(7, 0)).toMatchObject({ queueId: 7, laneId: 0, priority: kHighLatency });
  expect(shard.getLane(0, 3)).toBe(shard.getLane(0, 3));
});

test.each([
  [1, 0],
  [0, 4],
  [0, -1],
  [0, 0.5],
  [7, 1],
])('there is no lane for queue %p, lane %p', (queue, lane) => {
  expect(shard.getLane(queue, lane)).toBeNull();
});

describe('a lane by hash', () => {
  const keys: [string, (i: number) => number | bigint | string][] = [
    ['numbers that follow each other', (i) => i],
    ['multiples of the number of lanes', (i) => i * 4],
    ['offsets of pages', (i) => i * 4096],
    ['large numbers', (i) => i * 2 ** 32],
    ['negative numbers', (i) => -i],
    ['fractions', (i) => i / 1000],
    ['large fractions', (i) => 2 ** 40 + i / 8],
    ['big integers', (i) => BigInt(i) << 40n],
    ['words', (i) => `key ${i}`],
  ];

  test.each(keys)('is the same for equal %s, and 1,000 keys use all lanes', (_what, key) => {
    const lanes = Array.from({ length: 1000 }, (_, i) => shard.getLaneByHash(0, key(i))!);
    expect(new Set(lanes.map(({ laneId }) => laneId))).toEqual(new Set([0, 1, 2, 3]));
    expect(Array.from({ length: 1000 }, (_, i) => shard.getLaneByHash(0, key(i)))).toEqual(lanes);
  });

  test('is the only lane for every key, and missing for an unknown queue', () => {
    expect(shard.getLaneByHash(7, 'any')).toBe(shard.getLane(7, 0));
    expect(shard.getLaneByHash(1, 'any')).toBeNull();
  });
});

test.each<[string, unknown[], RegExp]>([
  ['a queue that exists', [0, 1, kLowLatency], /queue 0 exists already/],
  ['a negative id', [-1, 1, kLowLatency], /queue id -1/],
  ['half an id', [1.5, 1, kLowLatency], /queue id 1.5/],
  ['no lanes', [1, 0, kLowLatency], /1 to 65536 lanes, not 0/],
  ['half a lane', [1, 0.5, kLowLatency], /1 to 65536 lanes, not 0.5/],
  ['more lanes than anybody can use', [1, 4e9, kLowLatency], /1 to 65536 lanes, not 4000000000/],
  ['no priority', [1, 1], /no priority undefined/],
  ['an unknown priority', [1, 1, 2], /no priority 2/],
])('%s is an error that shows the call', (_what, args, message) => {
  const create = (): void => shard.createLocalQueue(...(args as Parameters<Container['createLocalQueue']>));
  expect(create).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(message) }),
  );
  expect(create).toThrow(/createLocalQueue\(kMyQueue, lanes, QueuePriority.kLowLatency\)/);
});

test('a module cannot enqueue', () => {
  expect(() => shard.getLane(0, 0)!.enqueue()).toThrow(
    expect.objectContaining({ code: 'ENQUEUE_IN_MONITOR' }),
  );
});

test('the identity is set once', () => {
  const init = {
    poolName: 'first',
    containerId: 2,
    containerCount: 3,
    workerId: 1,
    logger: { log: () => undefined },
  };
  shard.init(init as never);
  shard.init({ ...init, poolName: 'second' } as never);
  expect(shard).toMatchObject({ poolName: 'first', containerId: 2, containerCount: 3, workerId: 1 });
});
