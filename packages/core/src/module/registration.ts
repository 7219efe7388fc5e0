import { ChimaeraError } from '../errors.js';
import { CoLock } from '../sync/co-lock.js';
import type { Container } from './container.js';

/** What a Runtime class has to have (guide "Runtime Entry Points"). */
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

/**
 * Registers a module: `export default chiTask(Runtime)` at the end of `runtime.ts` (guide: CHI_TASK_CC).
 * @throws ChimaeraError MODULE_INVALID when the class has no CreateParams or no usable name
 */
export function chiTask<C extends Container>(Runtime: RuntimeClass<C>): Registration<C> {
  const name = checkedName(Runtime);
  nameStaticLocks(Runtime, name);
  return {
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
    destroyChimod: () => undefined,
  };
}

function checkedName(Runtime: RuntimeClass): string {
  const name: unknown = (Runtime.CreateParams as { readonly chimodLibName?: unknown } | undefined)?.chimodLibName;
  if (typeof name !== 'string' || name === '') {
    throw new ChimaeraError(
      'MODULE_INVALID',
      `${Runtime.name} needs "static readonly CreateParams = CreateParams", and CreateParams ` +
        "\"static readonly chimodLibName = '<namespace>_<module_name>'\"",
    );
  }
  if (name.endsWith(SUFFIX)) {
    throw new ChimaeraError(
      'MODULE_INVALID',
      `chimodLibName is '${name}', and must not carry the suffix ${SUFFIX}: write '${name.slice(0, -SUFFIX.length)}'`,
    );
  }
  return name;
}

/** A static lock is one for all containers of the class: its identity is the module and the property (design D7). */
function nameStaticLocks(Runtime: RuntimeClass, module: string): void {
  for (const [property, value] of Object.entries(Runtime)) {
    if (value instanceof CoLock) value.$share(`${module}.${property}`);
  }
}
