import { expect, test } from '@jest/globals';
import { OF_PERIODIC, TaskNode } from '../../../src/task/task-node.js';

test('tasks of the same origin and major number are one group at any depth', () => {
  const root = new TaskNode(4, 7);
  expect(root.groupsWith(new TaskNode(4, 7, 3))).toBe(true);
  expect(root.groupsWith(new TaskNode(4, 8))).toBe(false);
  expect(root.groupsWith(new TaskNode(5, 7))).toBe(false);
});

test('is a string in JSON, like an id', () => {
  expect(JSON.stringify({ node: new TaskNode(7, 3, 1) })).toBe('{"node":"7.3.1"}');
});

test('a child belongs to the same group, one level deeper', () => {
  const child = new TaskNode(4, 7, 2).child();
  expect(child).toEqual(new TaskNode(4, 7, 3));
  expect(child.toString()).toBe('4.7.3');
});

test('descendants of a periodic task are marked as such and keep their depth', () => {
  const child = new TaskNode(4, 7, OF_PERIODIC + 2).child();
  expect(child.isOfPeriodic).toBe(true);
  expect(child.toString()).toBe('4.7.3');
  expect(new TaskNode(4, 7, 2).child().isOfPeriodic).toBe(false);
});

test('the depth wraps around at 32 bits', () => {
  expect(new TaskNode(4, 7, 0xffff_ffff).child().minor).toBe(0);
});
