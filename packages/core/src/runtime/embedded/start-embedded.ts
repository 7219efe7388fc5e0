import type { Connection } from '../../client/connection.js';
import { ChimaeraError } from '../../errors.js';
import { explained } from '../../os/open-files.js';
import { bootEmbedded, type EmbeddedThread } from './embedded-thread.js';

export interface EmbeddedOptions {
  /** Number of threads that execute tasks; overrides the configuration. */
  readonly workers?: number | undefined;
  /** Configuration file; by default as for a daemon: CHI_SERVER_CONF, the user's own, the built-in defaults. */
  readonly config?: string | undefined;
  /** Sizes such as `'64MB'` or bytes; override the configuration. */
  readonly memory?:
    | {
        readonly mainSegmentSize?: string | number | undefined;
        readonly clientDataSegmentSize?: string | number | undefined;
        readonly runtimeDataSegmentSize?: string | number | undefined;
      }
    | undefined;
  /** Directory of the runtime, so that other processes can connect; by default one that is removed with it. */
  readonly dir?: string | undefined;
}

/**
 * Starts a runtime inside this process and connects to it; closing the connection stops it. Its control plane and its
 * workers have threads of their own, so blocking calls work.
 * @throws ChimaeraError CONFIG_INVALID, SHM_TOO_SMALL, RUNTIME_ALREADY_RUNNING, ...
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Connection> {
  let thread: EmbeddedThread | undefined;
  try {
    thread = bootEmbedded();
    // Most programs that load core are clients of a daemon, or workers, and need none of this.
    const { openEmbedded } = await import('./open-embedded.js');
    return await openEmbedded(options, thread);
  } catch (error) {
    await thread?.thread.terminate();
    throw explained(permitted(error), 'the embedded runtime could not be started');
  }
}

/** Node's error for what it was started without permission for gets the flags that the whole runtime needs. */
function permitted(error: unknown): unknown {
  const { code, permission } = (error ?? {}) as { readonly code?: unknown; readonly permission?: string };
  if (code !== 'ERR_ACCESS_DENIED') return error;
  return new ChimaeraError(
    'SYSTEM_ERROR',
    `the embedded runtime needs a permission that Node was started without: ${permission}; start Node with --allow-worker, --allow-addons (which Node 20 lacks), --allow-fs-read=* and --allow-fs-write=*, or without --permission`,
    { cause: error },
  );
}
