import { expect } from '@jest/globals';
import { within } from '../wait.js';
import type { Fixture } from './fixture.js';

/** Inputs of a task that holds its container's mutex until it is stopped. */
export const LONG = { testId: 5, holdMs: 60_000 };

/** The mutex is free again: whatever held it has been stopped. */
export async function expectMutexFree({ mod }: Fixture): Promise<void> {
  const held = await within(mod.coMutexTest({ testId: 5, holdMs: 0 }), 'the release of the mutex');
  expect(held).toMatchObject({ holders: 1 });
}
