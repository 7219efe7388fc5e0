import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect, type Connection, PoolId, startEmbedded } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { failureOf, within } from '../support/wait.js';

// For callers without a compiler: each error has a code and names what it is about.
const small = { mainSegmentSize: '4MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' };
let chi: Connection;
let mod: modName.Client;
beforeAll(async () => {
  chi = await startEmbedded({ workers: 1, memory: small });
  mod = new modName.Client(chi, PoolId.parse('7000.0'));
  await mod.create({ poolName: 'greetings' });
}, 30_000);
afterAll(() => chi.close());

test('arguments that are no object, list or connection are refused with a clear message', async () => {
  const input = { data: 'x', operationId: 1 };
  const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  for (const wrong of [null, 7, 'x', 5n, Symbol('s')] as never[]) {
    expect(await failureOf(mod.custom(input, wrong))).toEqual(refused);
    expect(await failureOf(mod.custom(wrong))).toEqual(refused);
    if (wrong !== (7 as never))
      expect(await failureOf(mod.custom({ data: 'x', operationId: wrong }))).toEqual(refused);
    expect(await failureOf(chi.submitBatch(wrong))).toEqual(refused);
    expect(() => new modName.Client(wrong)).toThrow(refused);
    expect(() => new modName.Client(chi, wrong)).toThrow(refused);
    expect(await failureOf(new modName.Client(chi).create(wrong))).toEqual(refused);
  }
  expect(() => new modName.Client(Promise.resolve(chi) as never)).toThrow(/await connect/);
  using task = mod.asyncCoMutexTest({ testId: 1, holdMs: 50 });
  for (const wrong of [{ timeoutMs: -1 }, { timeoutMs: 5n }, { signal: {} }] as never[]) {
    expect(await failureOf(task.wait(wrong))).toEqual(refused);
    expect(() => task.waitSync(wrong)).toThrow(refused);
  }
  await within(task.wait({ timeoutMs: 2 ** 53 }), 'the end of a wait that lasts as long as it takes');
});

test('a batch takes only tasks of its own connection, because pool ids differ between runtimes', async () => {
  await using other = await startEmbedded({ workers: 1, memory: small });
  const stranger = new modName.Client(other, PoolId.parse('7000.0'));
  const batch = [mod, stranger].map((client) => client.prepareCustom({ data: 'x', operationId: 1 }));
  expect(await failureOf(chi.submitBatch(batch))).toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('another'),
  });
});

test('ignores properties that a program added to Object.prototype', async () => {
  Object.defineProperty(Object.prototype, 'extension', { value: 1, enumerable: true, configurable: true });
  try {
    expect(await mod.custom({ data: 'x', operationId: 1 }, { timeoutMs: 10_000 })).toMatchObject({
      returnCode: 0,
    });
  } finally {
    delete (Object.prototype as { extension?: number }).extension;
  }
});

test('a misspelled option is named, with the valid ones', async () => {
  const input = { data: 'x', operationId: 1 };
  const options = { timeout: 5 } as never;
  const noOption = { code: 'INVALID_ARGUMENT', message: expect.stringMatching(/'timeout'.*timeoutMs/) };
  expect(await failureOf(mod.custom(input, options))).toMatchObject(noOption);
  expect((await chi.submitBatch([mod.prepareCustom(input, options)]))[0]).toMatchObject(noOption);
  for (const call of [() => mod.customSync(input, options), () => mod.asyncCustom(input, options)])
    expect(call).toThrow(expect.objectContaining(noOption));
  for (const [attempt, what] of [
    [() => mod.create({ name: 'x' } as never), "create() of chimaera_MOD_NAME takes poolName.*'name'"],
    [() => startEmbedded({ worker: 1 } as never), "startEmbedded() takes workers.*'worker'"],
    [() => startEmbedded({ memory: { main: 1 } } as never), "memory of .* takes mainSegmentSize.*'main'"],
    [() => connect({ directory: 'x' } as never), "connect() takes dir.*'directory'"],
  ] as const)
    expect(await failureOf(attempt())).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(what.replaceAll('()', '\\(\\)')),
    });
});

test('a name that is no input is reported where it looks like a mistake', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  try {
    const input = { data: 'x', operationId: 1 };
    const wider = { ...input, timeoutMs: 5, elsewhere: 1 };
    expect(await mod.custom(wider)).toMatchObject({ returnCode: 0 });
    expect(await mod.custom(wider, {})).toMatchObject({ returnCode: 0 });
    await mod.custom({ ...input, elsewhere: 1 } as never);
    const misspelt = { testID: 1, holdMs: 0 } as never;
    expect(await failureOf(mod.coMutexTest(misspelt))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/testId: expected .*has no input 'testID'; did you mean 'testId'\?/),
    });
    expect(() => mod.coMutexTestSync(misspelt)).toThrow(/did you mean 'testId'\?$/);
    const once =
      "chimaera_MOD_NAME.kCustom has no input 'timeoutMs'; options of a call are a separate object, after the inputs";
    expect(warn.mock.calls).toEqual([[once, { type: 'ChimaeraWarning', code: 'CHI_INPUT_NAME' }]]);
  } finally {
    warn.mockRestore();
  }
});

test('an input whose getter makes the same call is refused, and the inner call works', async () => {
  for (let round = 0; round < 100; round++) {
    let inner: Promise<modName.CustomResult> | undefined;
    const input = {
      data: 'outer',
      get operationId() {
        inner ??= mod.custom({ data: `inner ${round}`, operationId: round });
        return 1;
      },
    };
    expect(await failureOf(mod.custom(input))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await within(inner!, 'the call in between')).toMatchObject({ data: `inner ${round}_processed` });
  }
});

test('refuses invalid options of startEmbedded and connect', async () => {
  const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  const ways = {
    workers: [0, 33, 1.5, NaN, '2'],
    dir: ['', 7],
    config: [7],
    memory: [7, { mainSegmentSize: {} }],
  };
  for (const [name, values] of Object.entries(ways))
    for (const value of values)
      expect(await failureOf(startEmbedded({ memory: small, [name]: value } as never))).toEqual(refused);
  for (const wrong of [null, { dir: 7 }, { waitServerSeconds: NaN }, { waitServerSeconds: -2 }])
    expect(await failureOf(connect(wrong as never))).toEqual(refused);
});
