import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.js';
import { Session } from '../../../src/client/session.js';
import { ChimaeraError } from '../../../src/errors.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chi-co-'));
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

test('fails at once when a file is in place of the directory', async () => {
  const file = join(dir, 'file');
  writeFileSync(file, '');
  await expect(connect({ dir: file, waitServerSeconds: -1 })).rejects.toMatchObject({
    code: 'CONNECT_FAILED',
    message: expect.stringMatching(/ENOTDIR.*name another directory with --dir or CHI_RUNTIME_DIR/),
  });
});

test('reports once, after a while, that it waits for a runtime', async () => {
  jest.useFakeTimers();
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  let fail!: (error: ChimaeraError) => void;
  jest.spyOn(Session, 'open').mockReturnValue(new Promise((_, reject) => (fail = reject)));
  const connecting = connect({ dir, waitServerSeconds: 30 });
  jest.advanceTimersByTime(2900);
  expect(warn).not.toHaveBeenCalled();
  jest.advanceTimersByTime(20_000);
  fail(new ChimaeraError('CONNECT_FAILED', 'nobody there'));
  await expect(connecting).rejects.toMatchObject({ message: expect.stringContaining('nobody there') });
  jest.advanceTimersByTime(20_000);
  expect(warn.mock.calls).toEqual([
    [
      expect.stringContaining(`no runtime answers in ${dir} yet; connect() waits up to 30 s`),
      { type: 'ChimaeraWarning', code: 'CHI_WAITING' },
    ],
  ]);
});
