/** The guide's first question when nothing runs: are the tools there? Imports nothing, so that it can still say so. */

/** What to do about a package of ours or of others that is not installed; undefined for any other error. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND')
    return undefined;
  const [, name, importer] = /^Cannot find package '([^']+)' imported from (.+)$/m.exec(error.message) ?? [];
  if (name === undefined) return undefined;
  return (
    `the tools are not found: ${name}, which ${importer} needs, is not installed. Run npm install where the package.json is ` +
    'that has chimaera among its dependencies; npm ls @chimaera/core then finds one'
  );
}
