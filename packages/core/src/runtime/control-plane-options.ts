import type { RuntimeConfig } from '../config/runtime-config.js';
import type { ProcessIdentity } from '../os/process-identity.js';
import type { FindModule } from './pools/installed-modules.js';
import type { WorkerHandle } from './workers/worker-handle.js';

/** What a runtime is started with. */
export interface ControlPlaneOptions {
  readonly config: RuntimeConfig;
  /** An absolute path. */
  readonly dir: string;
  /** Where the configuration came from, for people. */
  readonly source: string;
  /** An absolute path; stderr if absent. */
  readonly logFile: string | undefined;
  /** Who makes the pools of the configuration: until it has said `open`, or has ended, nobody else is let in. */
  readonly composer?: ProcessIdentity | undefined;
  /** It shares its process with a client; nobody else may end that process. */
  readonly embedded?: boolean;
  readonly findModule?: FindModule;
  /** The code of a worker thread; tests use another. */
  readonly workerEntry?: URL;
  /** Worker threads that were booted as soon as the process started, as many as the configuration says. */
  readonly threads?: WorkerHandle[];
}
