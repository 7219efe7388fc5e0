import { problemAt } from '../errors.js';
import { lowerFirst } from '../model/names.js';
import type { Rule } from './rule.js';

/** No two methods have the same name, not even if the difference would not reach the generated code. */
export const duplicateMethod: Rule = {
  name: 'duplicate-method',
  *check({ yaml }) {
    const first = new Map<string, number>();
    for (const { name, at } of yaml.methods) {
      const line = first.get(name);
      if (line === undefined) first.set(name, at.line);
      else
        yield problemAt(
          at,
          this.name,
          `method ${name} is listed twice, first in line ${line}`,
          'remove one of the two',
        );
    }
    for (const { name, at } of yaml.methods) {
      const watched = name.replace(/^kMonitor/, 'k');
      if (watched !== name && first.has(watched)) {
        const message = `${name} is called ${lowerFirst(name.slice(1))}, as is the monitor of ${watched}`;
        yield problemAt(at, this.name, message, 'choose another name');
      }
      const base = clientTwin(name, first);
      if (base === undefined) continue;
      const message = `${name} and ${base} give the client two methods ${lowerFirst(name.slice(1))}`;
      yield problemAt(
        at,
        this.name,
        message,
        `${base} has the client methods x, xSync, asyncX and prepareX; choose another name`,
      );
    }
  },
};

/** kCustomSync, kAsyncCustom and kPrepareCustom would have the names of the client's forms of kCustom. */
function clientTwin(name: string, names: ReadonlyMap<string, number>): string | undefined {
  const bases = [name.replace(/Sync$/, ''), name.replace(/^k(Async|Prepare)/, 'k')];
  return bases.find((base) => base !== name && names.has(base));
}
