import { expect, jest, test } from '@jest/globals';
import { Reconnection } from '../../../src/client/reconnection.js';
import { ChimaeraError } from '../../../src/errors.js';

const CAUSE = new ChimaeraError('RUNTIME_GONE', 'it has gone');
const NOBODY = new ChimaeraError('CONNECT_FAILED', 'nobody there');

/** A place where a session becomes available when the test says so. */
function makeHost() {
  const looks: { resolve: (session: string) => void; reject: (error: ChimaeraError) => void }[] = [];
  const host = {
    open: () => new Promise<string>((resolve, reject) => looks.push({ resolve, reject })),
    adopt: jest.fn(),
    drop: jest.fn(),
  };
  return { looks, host };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('retries until a runtime answers, and then resumes the callers', async () => {
  const { looks, host } = makeHost();
  const away = new Reconnection(host, CAUSE, 30);
  const waiting = [away.wait(undefined), away.wait(10_000)];
  looks[0].reject(NOBODY);
  await turn();
  expect(looks).toHaveLength(1); // it does not spin, not even after a failure that came at once
  while (looks.length < 2) await turn();
  looks[1].resolve('next');
  await Promise.all(waiting);
  expect(host.adopt).toHaveBeenCalledWith('next');
  expect(host.drop).not.toHaveBeenCalled();
});

test("a caller that has waited long enough gets the reason of the last runtime's end, or TIMEOUT if it has its own limit", async () => {
  const { host } = makeHost();
  await expect(new Reconnection(host, CAUSE, 0.01).wait(undefined)).rejects.toBe(CAUSE);
  await expect(new Reconnection(host, CAUSE, 0).wait(1000)).rejects.toBe(CAUSE);
  await expect(new Reconnection(host, CAUSE, -1).wait(10)).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test('does not wait for a runtime of another version', async () => {
  const { looks, host } = makeHost();
  const away = new Reconnection(host, CAUSE, -1);
  const waiting = away.wait(undefined);
  looks[0].reject(new ChimaeraError('PROTOCOL_MISMATCH', 'another version'));
  await expect(waiting).rejects.toMatchObject({ code: 'PROTOCOL_MISMATCH' });
  await expect(away.wait(undefined)).rejects.toMatchObject({ code: 'PROTOCOL_MISMATCH' });
  expect(looks).toHaveLength(1);
});

test('drops a session that is opened after the connection was closed', async () => {
  const { looks, host } = makeHost();
  const away = new Reconnection(host, CAUSE, 30);
  const waiting = away.wait(undefined);
  away.cancel(new ChimaeraError('CLOSED', 'closed'));
  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
  looks[0].resolve('late');
  await turn();
  expect(host.drop).toHaveBeenCalledWith('late');
  expect(host.adopt).not.toHaveBeenCalled();
});

test('does not retry once closed', async () => {
  const { looks, host } = makeHost();
  const away = new Reconnection(host, CAUSE, 30);
  away.cancel(new ChimaeraError('CLOSED', 'closed'));
  looks[0].reject(NOBODY);
  await turn();
  expect(looks).toHaveLength(1);
});
