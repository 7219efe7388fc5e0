import { expect, test } from '@jest/globals';
import { ChimaeraError } from '@chimaera/core';
import { within } from '../wait.js';
import type { Fixture } from './fixture.js';

/** The four forms of a call, and how each reports an outcome. */
export function callForms(fixture: () => Fixture): void {
  const input = { data: 'hello', operationId: 42 };
  const answer = { data: 'hello_processed', resultCode: 0, returnCode: 0 };

  test('a promise resolves to the outputs', async () => {
    expect(await fixture().mod.custom(input)).toEqual(answer);
  });

  test('a blocking call returns the outputs', () => {
    expect(fixture().mod.customSync(input)).toEqual(answer);
  });

  test('a handle is there at once and is read in place', async () => {
    using task = fixture().mod.asyncCustom(input);
    expect(task.isComplete).toBe(false);
    expect(await task.wait({ timeoutMs: 5000 })).toBe(task);
    expect({ data: task.data, returnCode: task.returnCode, complete: task.isComplete }).toEqual({
      data: 'hello_processed',
      returnCode: 0,
      complete: true,
    });
  });

  test('a handle can be waited for in a blocking call', () => {
    using task = fixture().mod.asyncCustom(input);
    expect(task.waitSync({ timeoutMs: 5000 }).data).toBe('hello_processed');
  });

  test('a batch returns an outcome per call', async () => {
    const { chi, mod } = fixture();
    const [first, failed, last] = await chi.submitBatch([
      mod.prepareCustom({ data: 'a', operationId: 1 }),
      mod.prepareFail({ message: 'in a batch' }),
      mod.prepareLargeOutput({ size: 3 }),
    ]);
    expect(first).toMatchObject({ data: 'a_processed', returnCode: 0 });
    expect(failed).toBeInstanceOf(ChimaeraError);
    expect(failed).toMatchObject({ code: 'METHOD_FAILED', returnCode: 1, message: 'in a batch' });
    expect(last).toMatchObject({ data: new Uint8Array([0, 1, 2]), returnCode: 0 });
  });

  test('an empty batch returns nothing, and one beyond the depth of the ring returns all', async () => {
    const { chi, mod } = fixture();
    expect(await chi.submitBatch([])).toEqual([]);
    const many = Array.from({ length: 3000 }, (_, i) =>
      mod.prepareCustom({ data: String(i), operationId: i }),
    );
    const results = await within(chi.submitBatch(many), 'a batch of 3000');
    expect(results.map((result) => (result as { data: string }).data)).toEqual(
      many.map((_, i) => `${i}_processed`),
    );
  });

  test('forms can be mixed while others are under way', async () => {
    const { mod } = fixture();
    const promises = Array.from({ length: 200 }, (_, i) => mod.custom({ data: `p${i}`, operationId: i }));
    const handles = Array.from({ length: 200 }, (_, i) => mod.asyncCustom({ data: `h${i}`, operationId: i }));
    const blocking = Array.from({ length: 20 }, (_, i) => mod.customSync({ data: `s${i}`, operationId: i }));
    expect(blocking.map(({ data }) => data)).toEqual(blocking.map((_, i) => `s${i}_processed`));
    const results = await within(Promise.all(promises), '200 promises');
    expect(results.map(({ data }) => data)).toEqual(results.map((_, i) => `p${i}_processed`));
    for (const [i, handle] of handles.entries()) {
      await handle.wait({ timeoutMs: 5000 });
      expect(handle.data).toBe(`h${i}_processed`);
      handle.dispose();
    }
  });

  test('results of promises are copies', async () => {
    const { mod } = fixture();
    const { data } = await mod.largeOutput({ size: 64 });
    const before = [...data];
    for (let i = 0; i < 50; i++) await mod.custom({ data: '#'.repeat(80), operationId: 1 });
    expect([...data]).toEqual(before);
  });

  test('the tasks of one operation run in the order of sending', async () => {
    const { mod } = fixture();
    const order: number[] = [];
    const sent = Array.from({ length: 500 }, (_, i) =>
      mod.custom({ data: String(i), operationId: 7 }).then(() => order.push(i)),
    );
    await within(Promise.all(sent), '500 tasks');
    expect(order).toEqual(order.map((_, i) => i));
  });

  test('a fire-and-forget task is not awaited and takes effect', async () => {
    const { chi } = fixture();
    const { getOrCreatePool } = chi.admin;
    const forgotten = await getOrCreatePool.call(
      chi.admin,
      {
        chimodName: 'chimaera_MOD_NAME',
        poolName: 'forgotten',
        chimodParams: new Uint8Array(16),
        domainFlags: 0,
        containers: 2,
        newPoolId: fixture().client().poolId,
      },
      { fireAndForget: true },
    );
    expect(forgotten).toBeUndefined();
    await chi.admin.flush();
    const found = await fixture().client().create({ poolName: 'forgotten' });
    expect(found.returnCode).toBe(0);
    await chi.admin.destroyPool({ targetPoolId: found.poolId });
    expect(await fixture().mod.custom(input, { fireAndForget: true })).toBeUndefined();
    expect(await fixture().mod.custom(input)).toEqual(answer);
  });
}
