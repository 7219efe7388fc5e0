import { expect, test } from '@jest/globals';
import { Bag, type BagMember } from '../../../src/lane/bag.js';

const newcomer = (): BagMember => ({ $place: -1 });

test('holds the members added and not deleted, in any order of changes', () => {
  const bag = new Bag<BagMember>();
  const model = new Set<BagMember>();
  const known = Array.from({ length: 40 }, newcomer);
  let random = 1;
  for (let step = 0; step < 5000; step++) {
    random = (random * 48_271) % 0x7fff_ffff;
    const member = known[random % known.length]!;
    if (model.delete(member)) bag.delete(member);
    else {
      model.add(member);
      bag.add(member);
    }
    expect(bag.size).toBe(model.size);
    expect([...bag].every((held) => model.has(held))).toBe(true);
  }
});

test('deleting a member that is not there does nothing', () => {
  const bag = new Bag<BagMember>();
  const [inside, outside] = [newcomer(), newcomer()];
  bag.add(inside);
  bag.delete(outside);
  bag.delete(inside);
  bag.delete(inside);
  expect([...bag]).toEqual([]);
});

test('an iteration still visits members that are deleted meanwhile', () => {
  const bag = new Bag<BagMember>();
  const known = Array.from({ length: 5 }, newcomer);
  for (const member of known) bag.add(member);
  const seen: BagMember[] = [];
  for (const member of bag) {
    seen.push(member);
    bag.delete(member);
  }
  expect(seen).toEqual(known);
  expect(bag.size).toBe(0);
});
