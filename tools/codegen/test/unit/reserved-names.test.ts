import { expect, test } from '@jest/globals';
import { ContainerClient, Task } from '@chimaera/core';
import { Container } from '@chimaera/core/module';
import { isReservedField, isReservedMethod } from '../../src/model/reserved-names.js';

/** Methods and accessors of a class, private ones too. */
const membersOf = (prototype: object) =>
  Object.getOwnPropertyNames(prototype).filter((name) => !name.startsWith('$'));

// Of a subclass TypeScript refuses such a name, and JavaScript would call the wrong one.
test('no member of a base class can name a method or a field', () => {
  const methods = [ContainerClient, Container].flatMap(({ prototype }) => membersOf(prototype));
  expect(methods).toContain('call');
  expect(methods.filter((name) => !isReservedMethod(name))).toEqual([]);
  const fields = membersOf(Task.prototype);
  expect(fields).toContain('dispose');
  expect(fields.filter((name) => !isReservedField(name))).toEqual([]);
});
