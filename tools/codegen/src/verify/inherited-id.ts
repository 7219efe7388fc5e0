import { problemAt } from '../errors.js';
import { DISABLED_ID, INHERITED_METHODS, REQUIRED_METHODS } from '../model/inherited-methods.js';
import type { Rule } from './rule.js';

/** Inherited methods keep their ids; kCreate and kDestroy always exist (checklist E4, F3, F5, CON1). */
export const inheritedId: Rule = {
  name: 'inherited-id',
  *check({ yaml }) {
    for (const { name, id, idAt } of yaml.methods) {
      const own = INHERITED_METHODS.get(name);
      if (own === undefined || typeof id !== 'number' || id === own) continue;
      const isRequired = REQUIRED_METHODS.includes(name);
      if (id === DISABLED_ID && !isRequired) continue;
      const message =
        id === DISABLED_ID
          ? `${name} cannot be turned off: every pool is created and destroyed`
          : `inherited method ${name} has the id ${id}, but its id is ${own} everywhere`;
      yield problemAt(
        idAt,
        this.name,
        message,
        isRequired ? `write ${name}: ${own}` : `write ${name}: ${own}, or -1 to turn it off`,
      );
    }
    const listed = yaml.methods.map((entry) => entry.name);
    for (const name of REQUIRED_METHODS.filter((required) => !listed.includes(required))) {
      const hint = `add a line \`${name}: ${INHERITED_METHODS.get(name)}\``;
      yield problemAt(
        { file: yaml.file, line: 1, column: 1 },
        this.name,
        `required method ${name} is missing`,
        hint,
      );
    }
  },
};
