import { test } from '@jest/globals';
import { CLIENT_DATA_BYTES, killClients } from '../support/client-deaths.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';

test('500 clients killed with 64 tasks in flight leave nothing behind', async () => {
  const runtime = await ScratchRuntime.start({ memory: { clientDataSegmentBytes: CLIENT_DATA_BYTES } });
  try {
    await killClients(runtime, 500);
  } finally {
    await runtime.stop();
  }
}, 1_200_000);
