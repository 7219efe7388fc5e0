import { expect, test } from '@jest/globals';
import { OF_PERIODIC, TaskNode } from '../../../src/task/task-node.js';

test('tasks of one origin and major number are one group, however deep', () => {
  const root = new TaskNode(4, 7);
  expect(root.groupsWith(new TaskNode(4, 7, 3))).toBe(true);
  expect(root.groupsWith(new TaskNode(4, 8))).toBe(false);
  expect(root.groupsWith(new TaskNode(5, 7))).toBe(false);
});

test('in JSON it is a text, as an id is', () => {
  expect(JSON.stringify({ node: new TaskNode(7, 3, 1) })).toBe('{"node":"7.3.1"}');
});

test('a child is one deeper in the same group', () => {
  const child = new TaskNode(4, 7, 2).child();
  expect(child).toEqual(new TaskNode(4, 7, 3));
  expect(child.toString()).toBe('4.7.3');
});

test('what descends from a periodic task says so, and is as deep as it is', () => {
  const child = new TaskNode(4, 7, OF_PERIODIC + 2).child();
  expect(child.isOfPeriodic).toBe(true);
  expect(child.toString()).toBe('4.7.3');
  expect(new TaskNode(4, 7, 2).child().isOfPeriodic).toBe(false);
});

test('the depth starts anew instead of leaving its 32 bits', () => {
  expect(new TaskNode(4, 7, 0xffff_ffff).child().minor).toBe(0);
});
