import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ChildClient } from '../support/child-client.js';
import { CLIENT_DATA_BYTES, killClients } from '../support/client-deaths.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';

let runtime: ScratchRuntime;

beforeEach(async () => {
  runtime = await ScratchRuntime.start({ memory: { clientDataSegmentBytes: CLIENT_DATA_BYTES } });
});

afterEach(() => runtime.stop());

test('20 clients killed with 64 tasks in flight leave nothing behind, and others are served at once', async () => {
  await killClients(runtime, 20);
}, 90_000);

describe.each(['awaited', 'blocking'])('a client whose %s call is under way', (form) => {
  test('hears of the death of the runtime', async () => {
    const client = new ChildClient('waiting', { dir: runtime.dir, form });
    await client.next('waiting');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await runtime.kill();
    expect(await client.next('the end of the wait')).toMatchObject({ code: 'RUNTIME_GONE' });
    await runtime.launch();
  }, 30_000);
});
