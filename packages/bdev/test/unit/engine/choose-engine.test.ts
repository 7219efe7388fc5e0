import { expect, jest, test } from '@jest/globals';
import { EngineChooser } from '../../../src/engine/choose-engine.js';
import { type IoEngine } from '../../../src/engine/io-engine.js';
import { nodeFsEngine } from '../../../src/engine/node-fs-engine.js';
import { IoEngineType } from '../../../src/tasks.js';

const { kAuto, kIoUring, kNodeFs } = IoEngineType;
const ring: IoEngine = { name: 'io_uring', needsAddress: true, begin: () => undefined };
const refuse = (): IoEngine => {
  throw new Error('io_uring_setup failed with EPERM');
};

test('all devices of a thread share one ring, which is opened only on demand', () => {
  const open = jest.fn(() => ring);
  const chooser = new EngineChooser(open);
  const warn = jest.fn();
  expect(chooser.choose(kNodeFs, warn)).toBe(nodeFsEngine);
  expect(open).not.toHaveBeenCalled();
  expect([chooser.choose(kAuto, warn), chooser.choose(kIoUring, warn)]).toEqual([ring, ring]);
  expect(open).toHaveBeenCalledTimes(1);
  expect(warn).not.toHaveBeenCalled();
});

test('falls back to node:fs without io_uring, with one warning', () => {
  const open = jest.fn(refuse);
  const chooser = new EngineChooser(open);
  const warn = jest.fn();
  for (let i = 0; i < 3; i++) expect(chooser.choose(kAuto, warn)).toBe(nodeFsEngine);
  expect(open).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls).toEqual([[expect.stringContaining('io_uring_setup failed with EPERM')]]);
});

test('reports an error when io_uring is required and missing', () => {
  const chooser = new EngineChooser(refuse);
  expect(() => chooser.choose(kIoUring, () => undefined)).toThrow(
    expect.objectContaining({ code: 'ENGINE_UNAVAILABLE', message: expect.stringContaining('EPERM') }),
  );
});
