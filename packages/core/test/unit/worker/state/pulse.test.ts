import { expect, test } from '@jest/globals';
import { MAX_WORKERS } from '../../../../src/layout/control-layout.js';
import { Pulse } from '../../../../src/worker/state/pulse.js';
import { SharedState } from '../../../../src/worker/state/shared-state.js';

test('a pulse shows beats, the task on the stack, and when the task changes', () => {
  const { buffer } = SharedState.allocate();
  const worker = new SharedState(buffer).pulseOf(3);
  const onlooker = new SharedState(buffer).pulseOf(3);
  expect(onlooker.read()).toEqual({ beats: 0, task: 0, serial: 0 });
  worker.beat();
  worker.enter(0xffff_ff00);
  expect(onlooker.read()).toEqual({ beats: 1, task: 0xffff_ff00, serial: 1 });
  worker.leave();
  worker.enter(0xffff_ff00);
  expect(onlooker.read()).toEqual({ beats: 1, task: 0xffff_ff00, serial: 2 });
  worker.leave();
  expect(onlooker.read()).toEqual({ beats: 1, task: 0, serial: 2 });
  onlooker.reset();
  expect(worker.read()).toEqual({ beats: 0, task: 0, serial: 0 });
});

test('workers have separate pulses, apart from the rest of the shared state', () => {
  const shared = SharedState.allocate();
  for (let worker = 0; worker < MAX_WORKERS; worker++) shared.pulseOf(worker).enter(worker + 1);
  shared.setTaken(1023, MAX_WORKERS - 1, 7);
  for (let worker = 0; worker < MAX_WORKERS; worker++)
    expect(shared.pulseOf(worker).read()).toEqual({ beats: 0, task: worker + 1, serial: 1 });
  expect(shared.takenBy(1023, MAX_WORKERS - 1)).toBe(7);
  expect(new Uint8Array(shared.buffer).length % Pulse.bytes(1)).toBe(0);
});
