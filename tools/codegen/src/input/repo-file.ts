/** chimaera_repo.yaml */
import type { Problem } from '../errors.js';
import type { RepoYaml } from '../model/module.js';
import { REPO_KEYS, repoSchema } from './schemas.js';
import { duplicateKeys, validateYaml } from './validate-yaml.js';
import { parseYaml } from './yaml-document.js';

export function readRepoFile(file: string, text: string): { repo?: RepoYaml; problems: Problem[] } {
  const yaml = parseYaml(file, text);
  const problems = [...validateYaml(yaml, repoSchema), ...duplicateKeys(yaml, REPO_KEYS)];
  if (problems.length > 0) return { problems };
  const { namespace, modules } = yaml.data as { namespace: string; modules?: string[] };
  return {
    problems,
    repo: {
      file,
      namespace: { value: namespace, at: yaml.at('/namespace') },
      modules: modules?.map((value, i) => ({ value, at: yaml.at(`/modules/${i}`) })),
    },
  };
}
