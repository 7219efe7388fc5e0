import { expect, test } from '@jest/globals';
import { Bag, type BagMember } from '../../../src/lane/bag.js';

const newcomer = (): BagMember => ({ $place: -1 });

test('holds what was added and not deleted, whatever the order of both', () => {
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

test('nothing happens to one that is not there', () => {
  const bag = new Bag<BagMember>();
  const [inside, outside] = [newcomer(), newcomer()];
  bag.add(inside);
  bag.delete(outside);
  bag.delete(inside);
  bag.delete(inside);
  expect([...bag]).toEqual([]);
});

test('those that leave while somebody looks are still seen', () => {
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
