/** Types as a lock has them. The name of an enum may change as long as its members stay. */
const ENUM = /enum (\w+)/g;

/** Whether two types are the same but for the names of their enums. */
export function sameType(a: string, b: string): boolean {
  return a.replace(ENUM, 'enum') === b.replace(ENUM, 'enum');
}

/** Names of enums at equal places of two types that are the same. */
export function enumPairs(before: string, after: string): [before: string, after: string][] {
  const names = (text: string) => [...text.matchAll(ENUM)].map((match) => match[1]!);
  const now = names(after);
  return names(before).map((name, i) => [name, now[i]!]);
}
