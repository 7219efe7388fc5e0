/** Types as a lock file has them. The name of an enum may change as long as its members stay. */
const ENUM = /enum (\w+)/g;

/** Whether two types are the same except for the names of their enums. */
export function sameType(a: string, b: string): boolean {
  return a.replace(ENUM, 'enum') === b.replace(ENUM, 'enum');
}

/** Names of enums in the same places of two types that are otherwise the same. */
export function enumPairs(before: string, after: string): [before: string, after: string][] {
  const names = (text: string) => [...text.matchAll(ENUM)].map((match) => match[1]!);
  const now = names(after);
  return names(before).map((name, i) => [name, now[i]!]);
}

/** The differences between two types, member by member: `item.size was u32 and is u64, item.note is new`. */
export function differences(path: string, before: string, after: string): string {
  return [...walk(path, before, after)].join(', ');
}

function* walk(path: string, before: string, after: string): Iterable<string> {
  if (sameType(before, after)) return;
  const [old, now] = [composite(before), composite(after)];
  if (old === undefined || now === undefined || old.kind !== now.kind) {
    yield `${path} was ${abbreviated(before)} and is ${abbreviated(after)}`;
  } else if (old.kind === STRUCT) {
    yield* walkMembers(path, old.parts, now.parts);
  } else if (old.parts.some((part, i) => composite(part) === undefined && !sameType(part, now.parts[i]!))) {
    yield `${path} was ${abbreviated(before)} and is ${abbreviated(after)}`;
  } else {
    const element = old.kind === 'Optional' ? path : `${path}[]`;
    for (const [i, part] of old.parts.entries()) yield* walk(element, part, now.parts[i]!);
  }
}

function* walkMembers(path: string, before: readonly string[], after: readonly string[]): Iterable<string> {
  const [old, now] = [membersOf(before), membersOf(after)];
  for (const [name, type] of old) {
    const next = now.get(name);
    if (next === undefined) yield `${path}.${name} is gone`;
    else yield* walk(`${path}.${name}`, type, next);
  }
  for (const name of now.keys()) if (!old.has(name)) yield `${path}.${name} is new`;
  const [then, since] = [
    [...old.keys()].filter((name) => now.has(name)),
    [...now.keys()].filter((name) => old.has(name)),
  ];
  const moved = since.find((name, i) => name !== then[i]);
  if (moved !== undefined) yield `${path}.${moved} has moved; the order was ${then.join(', ')}`;
}

function membersOf(parts: readonly string[]): Map<string, string> {
  return new Map(
    parts.map((part) => {
      const end = part.indexOf(': ');
      return [part.slice(0, end), part.slice(end + 2)];
    }),
  );
}

const STRUCT = 'struct';

/** The parts of a composite type: members of a structure, or what is between `<` and `>`. */
function composite(type: string): { readonly kind: string; readonly parts: readonly string[] } | undefined {
  if (type.startsWith('{')) return { kind: STRUCT, parts: splitOutside(type.slice(1, -1), '; ') };
  const [, kind, inside] = /^(\w+)<(.*)>$/.exec(type) ?? [];
  return kind === undefined ? undefined : { kind, parts: splitOutside(inside!, ', ') };
}

/** Splits where no bracket is open. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if ('<{'.includes(text[i]!)) depth++;
    else if ('>}'.includes(text[i]!)) depth--;
    else if (depth === 0 && text.startsWith(separator, i)) {
      parts.push(text.slice(start, i));
      start = i + separator.length;
    }
  }
  return start < text.length ? [...parts, text.slice(start)] : parts;
}

const SHOWN_LENGTH = 60;

function abbreviated(type: string): string {
  return type.length > SHOWN_LENGTH ? `${type.slice(0, SHOWN_LENGTH - 3)}...` : type;
}
