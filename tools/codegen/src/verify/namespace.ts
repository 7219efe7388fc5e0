import { problemAt } from '../errors.js';
import type { Rule } from './rule.js';

/** A module agrees with the nearest chimaera_repo.yaml above it (checklist D4, CON8). */
export const namespace: Rule = {
  name: 'namespace',
  *check({ yaml, repo }) {
    const own = yaml.namespace;
    if (own === undefined || own.value === repo.namespace.value) return;
    const message = `namespace '${own.value}' differs from the repository's '${repo.namespace.value}'`;
    yield problemAt(
      own.at,
      this.name,
      message,
      `write ${repo.namespace.value} as chimaera_repo.yaml does, or leave the line out`,
    );
  },
};
