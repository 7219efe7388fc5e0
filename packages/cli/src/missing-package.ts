/**
 * Checks that the tools are installed: the guide's first question when nothing runs. It imports nothing, so it always
 * works.
 */

/** What to do if a package, ours or another, is not installed; undefined for any other error. */
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
