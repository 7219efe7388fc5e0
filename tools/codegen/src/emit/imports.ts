/** Collects the names that a generated file uses, so that it imports exactly those. */
import { compareText } from '../errors.js';
import { list } from './text.js';

export const CODEGEN_DOOR = '@chimaera/core/codegen';

export class Imports {
  private readonly modules = new Map<string, Map<string, 'type' | 'value'>>();

  /** A name that exists at run time; returns it, for use in place. */
  value(name: string, from: string = CODEGEN_DOOR): string {
    this.namesOf(from).set(name, 'value');
    return name;
  }

  /** A name that is only a type, unless it is used as a value elsewhere. */
  type(name: string, from: string = CODEGEN_DOOR): string {
    const names = this.namesOf(from);
    if (!names.has(name)) names.set(name, 'type');
    return name;
  }

  /** The import declarations: packages first, then relative paths. */
  lines(): string[] {
    const isRelative = (from: string) => from.startsWith('.');
    return [...this.modules]
      .sort(([a], [b]) => Number(isRelative(a)) - Number(isRelative(b)) || compareText(a, b))
      .flatMap(([from, names]) => declaration(from, names));
  }

  private namesOf(from: string): Map<string, 'type' | 'value'> {
    let names = this.modules.get(from);
    if (names === undefined) this.modules.set(from, (names = new Map()));
    return names;
  }
}

function declaration(from: string, names: ReadonlyMap<string, 'type' | 'value'>): string[] {
  const sorted = [...names].sort(
    ([a], [b]) => compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b),
  );
  const onlyTypes = sorted.every(([, kind]) => kind === 'type');
  const items = sorted.map(([name, kind]) => (kind === 'type' && !onlyTypes ? `type ${name}` : name));
  return list(onlyTypes ? 'import type {' : 'import {', items, `} from '${from}';`);
}
