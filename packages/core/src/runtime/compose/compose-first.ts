// Makes the pools of a runtime that is being started, before anybody else is let in.
import type { AdminClient } from '../../chi/admin-client.js';
import { connect } from '../../client/connect.js';
import type { ComposeEntry } from '../../config/runtime-config.js';
import { ChimaeraError } from '../../errors.js';
import { requestControl } from '../inquiry/control-request.js';
import { composePools } from './compose.js';

const CONNECT_SECONDS = 10;
const ANSWER_TIMEOUT_MS = 10_000;

/** For a daemon whose composer is this process. @throws ChimaeraError what composePools throws */
export async function composeDaemon(dir: string, entries: readonly ComposeEntry[]): Promise<void> {
  const chi = await connect({ dir, waitServerSeconds: CONNECT_SECONDS });
  try {
    await composeFirst(chi, dir, entries);
  } finally {
    await chi.close();
  }
}

/** The same over an open connection. @throws ChimaeraError what composePools throws */
export async function composeFirst(
  chi: { readonly admin: AdminClient },
  dir: string,
  entries: readonly ComposeEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await composePools(chi, entries);
  await openToAll(dir);
}

/** Tells a runtime that its pools exist. @throws ChimaeraError RUNTIME_START_FAILED */
export async function openToAll(dir: string): Promise<void> {
  const reply = await requestControl(dir, { t: 'open' }, ANSWER_TIMEOUT_MS);
  if (reply?.t === 'open') return;
  throw new ChimaeraError(
    'RUNTIME_START_FAILED',
    `the runtime in ${dir} did not answer after its pools had been created; look at its log`,
  );
}
