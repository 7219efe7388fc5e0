import { expect, test } from '@jest/globals';
import { RunContext } from '../../../src/module/run-context.js';
import { Suspended } from '../../../src/worker/suspended.js';

test('holds what was added and not deleted, whatever the order of both', () => {
  const suspended = new Suspended();
  const model = new Set<RunContext>();
  const known = Array.from({ length: 40 }, () => new RunContext(0));
  let random = 1;
  for (let step = 0; step < 5000; step++) {
    random = (random * 48_271) % 0x7fff_ffff;
    const rctx = known[random % known.length]!;
    if (model.delete(rctx)) suspended.delete(rctx);
    else {
      model.add(rctx);
      suspended.add(rctx);
    }
    expect(suspended.size).toBe(model.size);
    expect(new Set(suspended)).toEqual(model);
  }
});

test('nothing happens to one that is not there', () => {
  const suspended = new Suspended();
  const [inside, outside] = [new RunContext(0), new RunContext(0)];
  suspended.add(inside);
  suspended.delete(outside);
  suspended.delete(inside);
  suspended.delete(inside);
  expect([...suspended]).toEqual([]);
});

test('those that leave while somebody looks are still seen', () => {
  const suspended = new Suspended();
  const known = Array.from({ length: 5 }, () => new RunContext(0));
  for (const rctx of known) suspended.add(rctx);
  const seen: RunContext[] = [];
  for (const rctx of suspended) {
    seen.push(rctx);
    suspended.delete(rctx);
  }
  expect(seen).toEqual(known);
  expect(suspended.size).toBe(0);
});
