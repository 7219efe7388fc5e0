/** chimaera_mod.yaml, in either form of the guide (checklist E2, E3, CON7). */
import { problemAt, type Problem } from '../errors.js';
import {
  DISABLED_ID,
  FIRST_CUSTOM_ID,
  INHERITED_METHODS,
  REQUIRED_METHODS,
} from '../model/inherited-methods.js';
import type { Located, MethodEntry, ModuleYaml } from '../model/module.js';
import { MODULE_KEYS } from '../model/module-keys.js';
import { moduleSchemas, type NameKey } from './schemas.js';
import { duplicateKeys, validateYaml } from './validate-yaml.js';
import { parseYaml, type YamlFile } from './yaml-document.js';

const KEYS: readonly string[] = MODULE_KEYS;

/** Even if there are problems, the module may be returned, so that the rules can find others in the same run. */
export function readModuleFile(file: string, text: string): { module?: ModuleYaml; problems: Problem[] } {
  const yaml = parseYaml(file, text);
  const isList = yaml.entries.some((entry) => entry.key === 'methods');
  const nameKey = nameKeyOf(yaml, isList);
  const problems = [
    ...validateYaml(yaml, moduleSchemas[isList ? 'list' : 'lines'][nameKey]),
    ...duplicateKeys(yaml, KEYS),
    ...twoNames(yaml),
  ];
  const data = (yaml.data ?? {}) as Record<string, unknown>;
  const moduleName = located(yaml, nameKey);
  if (moduleName === undefined || (isList && !isTextList(data['methods']))) return { problems };
  const reserved = numbersIn(data['reserved']);
  const methods = isList ? listedMethods(yaml, reserved) : numberedMethods(yaml);
  const dependencies = isTextList(data['dependencies']) ? data['dependencies'] : [];
  return {
    problems: isList ? [...problems, ...contradictions(yaml, methods)] : problems,
    module: {
      file,
      moduleName,
      namespace: located(yaml, 'namespace'),
      version: String(data['version']),
      description: String(data['description'] ?? ''),
      dependencies: dependencies.map((value, i) => ({ value, at: yaml.at(`/dependencies/${i}`) })),
      methods,
      reserved: reserved.map((value, i) => ({ value, at: yaml.at(`/reserved/${i}`) })),
    },
  };
}

/** The key of the module's name: that of the file's form, unless only the other form's key is present. */
function nameKeyOf(yaml: YamlFile, isList: boolean): NameKey {
  const [usual, other]: [NameKey, NameKey] = isList ? ['name', 'module_name'] : ['module_name', 'name'];
  const has = (key: NameKey) => yaml.entries.some((entry) => entry.key === key);
  return !has(usual) && has(other) ? other : usual;
}

function numbersIn(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function located(yaml: YamlFile, key: string): Located<string> | undefined {
  const value = (yaml.data as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' ? { value, at: yaml.at(`/${key}`) } : undefined;
}

/** Form 1: `kMethod: id`. */
function numberedMethods(yaml: YamlFile): MethodEntry[] {
  return yaml.entries
    .filter(
      (entry) => !KEYS.includes(entry.key) && (entry.key.startsWith('k') || typeof entry.value === 'number'),
    )
    .map(({ key, value, keyAt, valueAt }) => ({ name: key, id: value, at: keyAt, idAt: valueAt }));
}

/**
 * Form 2: `methods: [kMethod]`. Inherited names have ids of their own; the others are numbered from 10 on in their
 * order, skipping reserved ids.
 */
function listedMethods(yaml: YamlFile, reserved: readonly number[]): MethodEntry[] {
  const names = (yaml.data as { methods: string[] }).methods;
  let next = FIRST_CUSTOM_ID;
  const nextId = (): number => {
    while (reserved.includes(next)) next++;
    return next++;
  };
  const listed = names.map((name, i) => {
    const at = yaml.at(`/methods/${i}`);
    return { name, id: INHERITED_METHODS.get(name) ?? nextId(), at, idAt: at };
  });
  const implied = REQUIRED_METHODS.filter((name) => !names.includes(name)).map((name) => {
    const at = yaml.at('/methods');
    return { name, id: INHERITED_METHODS.get(name), at, idAt: at };
  });
  return [...implied, ...listed];
}

/** If lines of form 1 stand beside a list, both have to agree (checklist CON7). */
function contradictions(yaml: YamlFile, listed: readonly MethodEntry[]): Problem[] {
  const problems: Problem[] = [];
  for (const { name, id, at, idAt } of numberedMethods(yaml)) {
    const twin = listed.find((entry) => entry.name === name);
    if (twin?.id === id || (id === DISABLED_ID && twin === undefined)) continue;
    const other = twin === undefined ? 'does not have it' : `gives it the id ${String(twin.id)}`;
    const message = `${name} has the id ${String(id)} here, and the list \`methods\` ${other}`;
    problems.push(
      problemAt(twin === undefined ? at : idAt, 'two-forms', message, 'keep one of the two forms'),
    );
  }
  return problems;
}

function twoNames(yaml: YamlFile): Problem[] {
  const [name, other] = [located(yaml, 'name'), located(yaml, 'module_name')];
  if (name === undefined || other === undefined || name.value === other.value) return [];
  const message = `module_name '${other.value}' is not the name '${name.value}'`;
  return [problemAt(other.at, 'two-forms', message, 'keep one of the two')];
}
