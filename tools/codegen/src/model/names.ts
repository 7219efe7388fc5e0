/** Spelling of names derived from others. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `maxIOPSCount` is `max_iops_count` in YAML. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** `k` and a capital, then letters and digits. */
export const METHOD_NAME = /^k[A-Z][A-Za-z0-9]*$/;
