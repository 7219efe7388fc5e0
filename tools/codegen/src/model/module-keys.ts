/** Keys of chimaera_mod.yaml that describe a module, as opposed to its methods. */
export const MODULE_KEYS = [
  'module_name',
  'name',
  'namespace',
  'version',
  'description',
  'author',
  'dependencies',
  'reserved',
] as const;
