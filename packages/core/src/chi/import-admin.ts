import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ChimaeraError } from '../errors.js';
import { explained, lacksDescriptor } from '../os/open-files.js';
import type { AdminClient } from './admin-client.js';
import type { Chi } from './chi.js';

/** Resolved at run time, so that core does not depend on a module (design D14). */
const ADMIN_PACKAGE = '@chimaera/admin';

export type AdminConstructor = new (chi: Chi) => AdminClient;

/**
 * The admin module's client: as resolved from core, else as resolved from the program's directory, because package
 * managers lay out node_modules differently.
 */
export async function importAdmin(): Promise<AdminConstructor> {
  const admin = (await importFromAnywhere(ADMIN_PACKAGE)) as { readonly Client: AdminConstructor };
  return admin.Client;
}

async function importFromAnywhere(specifier: string): Promise<unknown> {
  try {
    return await import(specifier);
  } catch (cause) {
    try {
      return await import(pathToFileURL(createRequire(join(process.cwd(), '/')).resolve(specifier)).href);
    } catch {
      // Node keeps failed imports, so that this program cannot try again.
      if (lacksDescriptor(cause))
        throw explained(cause, `${specifier} cannot be loaded, restart the program`);
      throw new ChimaeraError(
        'MODULE_NOT_FOUND',
        `${specifier} cannot be loaded; every runtime needs it: npm install ${specifier}`,
        { cause },
      );
    }
  }
}
