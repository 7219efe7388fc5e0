import type { RuntimeConfig } from '../config/runtime-config.js';
import type { ProcessIdentity } from '../os/process-identity.js';
import type { FindModule } from './pools/installed-modules.js';
import type { WorkerHandle } from './workers/worker-handle.js';

/** What a runtime is started with. */
export interface ControlPlaneOptions {
  readonly config: RuntimeConfig;
  /** Absolute. */
  readonly dir: string;
  /** Where the configuration came from, for people. */
  readonly source: string;
  /** Absolute; stderr if absent. */
  readonly logFile: string | undefined;
  /** Who is to make the pools of the configuration: nobody else is let in before it has said `open`, or has ended. */
  readonly composer?: ProcessIdentity | undefined;
  /** It shares its process with a client; nobody else may end that process. */
  readonly embedded?: boolean;
  readonly findModule?: FindModule;
  /** The code of a worker thread; another one in tests. */
  readonly workerEntry?: URL;
  /** As many as the configuration says, if whoever starts the process had them booted at once. */
  readonly threads?: WorkerHandle[];
}
