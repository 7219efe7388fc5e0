import { ChimaeraError } from '../errors.js';
import { CoLock } from '../sync/co-lock.js';
import type { Container } from './container.js';

/** What a Runtime class must have (guide "Runtime Entry Points"). */
export interface RuntimeClass<C extends Container = Container> {
  new (): C;
  readonly CreateParams: { readonly chimodLibName: string };
  /** The most containers that a pool may have; unlimited by default (design D6). */
  readonly maxContainers?: number;
  readonly name: string;
}

/** The entry points of a module (guide: what CHI_TASK_CC generates). */
export interface Registration<C extends Container = Container> {
  readonly isChimaeraChimod: true;
  readonly Runtime: RuntimeClass<C>;
  readonly maxContainers: number | undefined;
  /** `<namespace>_<module>`, from `CreateParams.chimodLibName`. */
  getChimodName(): string;
  allocChimod(): C;
  newChimod(...init: Parameters<Container['init']>): C;
  destroyChimod(container: C): void;
}

const SUFFIX = '_runtime';
const NAME = /^[A-Za-z]\w*_\w+$/;

/**
 * Registrations made by this copy of core. A module with its own copy would share neither classes nor the running task.
 */
const registrations = new WeakSet<object>();

/**
 * Registers a module: `export default chiTask(Runtime)` at the end of `runtime.ts` (guide: CHI_TASK_CC).
 * @throws ChimaeraError MODULE_INVALID if the class has no CreateParams or no usable name
 */
export function chiTask<C extends Container>(Runtime: RuntimeClass<C>): Registration<C> {
  const name = checkedName(Runtime);
  nameStaticLocks(Runtime, name);
  const registration: Registration<C> = {
    isChimaeraChimod: true,
    Runtime,
    maxContainers: Runtime.maxContainers,
    getChimodName: () => name,
    allocChimod: () => new Runtime(),
    newChimod: (...init) => {
      const container = new Runtime();
      container.init(...init);
      return container;
    },
    destroyChimod: (container) => {
      // the garbage collector frees the memory; what is left to do is to refuse foreign objects
      if (!(container instanceof Runtime)) {
        throw new ChimaeraError('INVALID_ARGUMENT', `destroyChimod: this is not a container of ${name}`);
      }
    },
  };
  registrations.add(registration);
  return registration;
}

/** Whether a module's default export came from `chiTask` of this copy of core. */
export function isOwnRegistration(value: object): value is Registration {
  return registrations.has(value);
}

function checkedName(Runtime: RuntimeClass): string {
  const name: unknown = (Runtime.CreateParams as { readonly chimodLibName?: unknown } | undefined)
    ?.chimodLibName;
  if (typeof name !== 'string' || name === '') {
    throw invalid(
      `${Runtime.name} needs "static readonly CreateParams = CreateParams", and class CreateParams ` +
        `"static readonly chimodLibName = '<namespace>_<module_name>'"`,
    );
  }
  if (name.endsWith(SUFFIX)) {
    throw invalid(
      `chimodLibName should not include the ${SUFFIX} suffix; the module manager finds the runtime half by itself: ` +
        `use '${name.slice(0, -SUFFIX.length)}', not '${name}'`,
    );
  }
  if (!NAME.test(name)) {
    throw invalid(`chimodLibName is '${name}'; it is <namespace>_<module_name>, such as 'chimaera_bdev'`);
  }
  return name;
}

function invalid(message: string): ChimaeraError {
  return new ChimaeraError('MODULE_INVALID', message);
}

/**
 * A static lock is shared by all containers of the class (checklist R7): it is identified by the module and the
 * property (design D7). An inherited one belongs to the first module that is registered with it.
 */
function nameStaticLocks(Runtime: RuntimeClass, module: string): void {
  const chain: object[] = [];
  for (
    let owner: object = Runtime;
    owner !== Function.prototype;
    owner = Object.getPrototypeOf(owner) as object
  ) {
    chain.push(owner);
  }
  for (const [property, value] of chain.flatMap((owner) => Object.entries(owner))) {
    if (value instanceof CoLock) value.$share(`${module}.${property}`);
  }
}
