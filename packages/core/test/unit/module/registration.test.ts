import { expect, test } from '@jest/globals';
import { Container } from '../../../src/module/container.js';
import { chiTask, isOwnRegistration, type RuntimeClass } from '../../../src/module/registration.js';
import { CoMutex } from '../../../src/sync/comutex.js';
import { CoRwLock } from '../../../src/sync/corwlock.js';

class CreateParams {
  static readonly chimodLibName: string = 'acme_cache';
}

class Base extends Container {
  static readonly CreateParams = CreateParams;
  static readonly inherited = CoMutex.shared();
}

class Runtime extends Base {
  static readonly tableLock = CoRwLock.shared();
  static readonly plain = new CoMutex('per class');
  readonly own = new CoMutex('per container');
}

function named(chimodLibName: unknown): RuntimeClass {
  return class Runtime extends Container {
    static readonly CreateParams = { chimodLibName } as { chimodLibName: string };
  };
}

test('a registration has the five members of the guide', () => {
  const registration = chiTask(Runtime);
  expect(registration.isChimaeraChimod).toBe(true);
  expect(registration.getChimodName()).toBe('acme_cache');
  const container = registration.allocChimod();
  expect(container).toBeInstanceOf(Runtime);
  expect(registration.newChimod()).toBeInstanceOf(Runtime);
  expect(() => registration.destroyChimod(container)).not.toThrow();
  expect(() => registration.destroyChimod({} as Runtime)).toThrow(/not a container of acme_cache/);
  expect(registration.Runtime).toBe(Runtime);
});

test('all containers of a class share its static locks, named after module and property', () => {
  chiTask(Runtime);
  expect(Runtime.tableLock.$lock.label).toBe('acme_cache.tableLock');
  expect(Runtime.plain.$lock.label).toBe('acme_cache.plain');
  expect(Base.inherited.$lock.label).toBe('acme_cache.inherited');
  expect(new Runtime().own.$lock.label).toBe('per container');
});

test('recognises a registration of another copy of core', () => {
  const registration = chiTask(Runtime);
  expect(isOwnRegistration(registration)).toBe(true);
  expect(isOwnRegistration({ ...registration })).toBe(false);
});

test.each([undefined, '', 7])('a missing name (%p) is an error that shows where it belongs', (name) => {
  expect(() => chiTask(named(name))).toThrow(
    expect.objectContaining({
      code: 'MODULE_INVALID',
      message: expect.stringContaining('static readonly chimodLibName'),
    }),
  );
});

test('a class without CreateParams is an error', () => {
  class Bare extends Container {}
  expect(() => chiTask(Bare as unknown as RuntimeClass)).toThrow(/Bare needs "static readonly CreateParams/);
});

test('the suffix _runtime gets the hint of the guide', () => {
  expect(() => chiTask(named('acme_cache_runtime'))).toThrow(
    /should not include the _runtime suffix.*use 'acme_cache', not 'acme_cache_runtime'/,
  );
});

test('a name without a namespace is an error', () => {
  expect(() => chiTask(named('cache'))).toThrow(/<namespace>_<module_name>/);
});
