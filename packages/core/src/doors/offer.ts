/**
 * One copy of core per thread that executes tasks. A module from another repository has its own copy in its
 * node_modules; if it used that one, its classes and its running task would mean nothing to the runtime. So the
 * runtime's threads offer their copy, and every other copy that is loaded there exports what is offered instead of its
 * own code. In all other threads and processes each copy exports itself.
 *
 * No loader hooks, because those of Node 20 hang or crash when several threads register them.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { ChimaeraError } from '../errors.js';
import { accepts } from './accepts.js';

export type DoorName = 'index' | 'module' | 'codegen';

interface Guest {
  readonly version: string;
  /** Directory of that copy, for messages. */
  readonly home: string;
}

/** Copies of other versions of core read this: it may gain members, but must never change or lose one. */
interface Offer {
  readonly home: string;
  /** @throws ChimaeraError MODULE_INVALID if the versions do not go together */
  door(name: DoorName, guest: Guest): object;
}

const OFFER = Symbol.for('chimaera.core');
const threads = globalThis as { [OFFER]?: Offer };

const PACKAGE_JSON = '../../package.json';
const require = ownRequire();
const home = dirname(require.resolve(PACKAGE_JSON));

/** @throws ChimaeraError UNSUPPORTED_PLATFORM where a bundler has taken this file out of its package */
function ownRequire(): NodeJS.Require {
  try {
    const own = createRequire(import.meta.url);
    if ((own(PACKAGE_JSON) as { name?: unknown }).name === '@chimaera/core') return own;
  } catch {
    // such as a bundle in CommonJS, where there is no import.meta.url
  }
  throw new ChimaeraError(
    'UNSUPPORTED_PLATFORM',
    '@chimaera/core was put into a bundle, but it starts threads from its own files and finds modules as packages: ' +
      'leave it and the modules outside of the bundle (esbuild: --packages=external) and install them beside it',
  );
}

/** What this copy exports: what the thread's runtime offers, else its own code. */
export function throughDoor<T extends object>(name: DoorName, own: T): T {
  const offer = threads[OFFER];
  if (offer === undefined || offer.home === home) return own;
  return offer.door(name, { version: ownVersion(), home }) as T;
}

/** From now on, all copies of core that this thread loads export this one. */
export async function offerDoors(): Promise<void> {
  const [index, module, codegen] = await Promise.all([
    import('../index.js'),
    import('../module.js'),
    import('../codegen.js'),
  ]);
  const doors = { index, module, codegen };
  const version = ownVersion();
  threads[OFFER] = {
    home,
    door(name, guest) {
      if (accepts(version, guest.version)) return doors[name];
      throw new ChimaeraError(
        'MODULE_INVALID',
        `it is made for @chimaera/core ${guest.version} (${guest.home}), and this runtime is ${version} (${home}): ` +
          `install @chimaera/core and @chimaera/codegen ${version} where the module lives, generate and build it anew; ` +
          `or start a runtime of ${guest.version}`,
      );
    },
  };
}

function ownVersion(): string {
  return (require(PACKAGE_JSON) as { version: string }).version;
}
