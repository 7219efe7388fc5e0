import { describe, expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import { PreparedTask, type TaskType } from '@chimaera/core/codegen';
import { failureOf, within } from '../wait.js';
import type { Fixture } from './fixture.js';

/** Every failure ends its task, with a code that is always the same (design D9, D10). */
export function failures(fixture: () => Fixture): void {
  const thrown = { code: 'METHOD_FAILED', returnCode: 1, message: 'boom' };

  test('an error thrown by a method reaches the caller in every form', async () => {
    const { mod } = fixture();
    expect(await failureOf(mod.fail({ message: 'boom' }))).toMatchObject(thrown);
    expect(await failureOf(Promise.resolve().then(() => mod.failSync({ message: 'boom' })))).toMatchObject(
      thrown,
    );
    using task = mod.asyncFail({ message: 'boom' });
    await task.wait();
    expect(task).toMatchObject({ returnCode: 1, errorMessage: 'boom', errorCode: 'METHOD_FAILED' });
  });

  test.each([
    ['no text', '', 'chimaera_MOD_NAME.kFail failed'],
    ['a long text', 'x'.repeat(200_000), 'x'.repeat(200_000)],
    ['text beyond ASCII', 'ü€𝄞\u0000end', 'ü€𝄞\u0000end'],
  ])('a failure with %s keeps its text', async (_name, message, expected) => {
    expect(await failureOf(fixture().mod.fail({ message }))).toMatchObject({
      code: 'METHOD_FAILED',
      message: expected,
    });
  });

  test('inputs that are no object are refused in every form', async () => {
    const { mod } = fixture();
    for (const nothing of [undefined, null, 7] as never[]) {
      const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
      await expect(mod.custom(nothing)).rejects.toEqual(refused);
      expect(() => mod.customSync(nothing)).toThrow(refused);
      expect(() => mod.asyncCustom(nothing)).toThrow(refused);
    }
  });

  test('an unknown pool is POOL_NOT_FOUND in every form', async () => {
    const nowhere = fixture().client(PoolId.parse('4711.3'));
    const input = { data: '', operationId: 0 };
    const expected = { code: 'POOL_NOT_FOUND', message: expect.stringContaining('4711.3') };
    expect(await failureOf(nowhere.custom(input))).toMatchObject(expected);
    expect(await failureOf(Promise.resolve().then(() => nowhere.customSync(input)))).toMatchObject(expected);
    using task = nowhere.asyncCustom(input);
    await task.wait();
    expect(task.errorCode).toBe('POOL_NOT_FOUND');
    const [settled] = await fixture().chi.submitBatch([nowhere.prepareCustom(input)]);
    expect(settled).toMatchObject(expected);
  });

  test('an unknown method or another layout fails only that task', async () => {
    const { chi, mod } = fixture();
    const prepared = mod.prepareCustom({ data: 'x', operationId: 1 });
    const { layoutHash } = prepared.type;
    const otherHash = (layoutHash ^ 1) >>> 0;
    const like = (changes: Partial<TaskType>) =>
      new PreparedTask({ ...prepared.type, ...changes }, prepared.target, prepared.input, prepared.options);
    const results = await chi.submitBatch([
      like({ method: 99 }),
      like({ method: 0xffff_ffff }),
      like({ method: 0 }),
      like({ layoutHash: otherHash }),
      prepared,
    ]);
    expect(results).toMatchObject([
      { code: 'METHOD_NOT_FOUND', message: expect.stringMatching(/method 99.*kCustom=10/) },
      { code: 'METHOD_NOT_FOUND' },
      { code: 'METHOD_DISABLED' },
      {
        code: 'LAYOUT_MISMATCH',
        message: expect.stringMatching(
          `chimaera_MOD_NAME\\.kCustom.*${hex(otherHash)}.*${hex(layoutHash)}.*1\\.0\\.0`,
        ),
      },
      { data: 'x_processed', returnCode: 0 },
    ]);
  });

  describe('a bad input names its field and sends nothing', () => {
    const good = { data: 'x', operationId: 1 };
    test.each<[string, object, string]>([
      ['a number for a string', { ...good, data: 5 }, 'CustomTask.data: expected string, got 5'],
      ['nothing for a string', { operationId: 1 }, 'CustomTask.data'],
      ['a negative u32', { ...good, operationId: -1 }, 'CustomTask.operationId: expected u32, got -1'],
      ['a u32 that is too large', { ...good, operationId: 2 ** 32 }, 'CustomTask.operationId'],
      ['a fraction', { ...good, operationId: 1.5 }, 'CustomTask.operationId'],
      ['a string for a u32', { ...good, operationId: '1' }, 'CustomTask.operationId'],
      ['nothing for a u32', { data: 'x' }, 'CustomTask.operationId'],
    ])('%s', async (_name, input, text) => {
      const { mod, chi } = fixture();
      const bad = input as typeof good;
      const expected = { code: 'INVALID_ARGUMENT', message: expect.stringContaining(text) };
      expect(await failureOf(mod.custom(bad))).toMatchObject(expected);
      expect(() => mod.customSync(bad)).toThrow(expect.objectContaining(expected));
      expect(() => mod.asyncCustom(bad)).toThrow(expect.objectContaining(expected));
      expect(await chi.submitBatch([mod.prepareCustom(bad), mod.prepareCustom(good)])).toMatchObject([
        expected,
        { data: 'x_processed' },
      ]);
    });
  });

  test('an input too large for the memory is OUT_OF_MEMORY, and the next call works', async () => {
    const { mod } = fixture();
    const data = 'x'.repeat(20 * 2 ** 20);
    expect(await failureOf(within(mod.custom({ data, operationId: 1 }), 'the refusal'))).toMatchObject({
      code: 'OUT_OF_MEMORY',
      message: expect.stringContaining('main_segment_size'),
    });
    expect(() => mod.customSync({ data, operationId: 1 })).toThrow(
      expect.objectContaining({ code: 'OUT_OF_MEMORY' }),
    );
    expect(await mod.custom({ data: 'x', operationId: 1 })).toMatchObject({ data: 'x_processed' });
  });

  test('an output without memory is OUT_OF_MEMORY, and the next call works', async () => {
    const { mod } = fixture();
    expect(await failureOf(mod.largeOutput({ size: 40 * 2 ** 20 }))).toMatchObject({
      code: 'OUT_OF_MEMORY',
      message: expect.stringContaining('runtime_data_segment_size'),
    });
    expect((await mod.largeOutput({ size: 2 ** 20 })).data).toHaveLength(2 ** 20);
  });
}

function hex(hash: number): string {
  return `0x${hash.toString(16).padStart(8, '0')}`;
}
