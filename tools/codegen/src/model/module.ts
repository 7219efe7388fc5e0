/** A repository of modules, as read from its files. Everything knows where it was written. */
import type { Position } from './position.js';
import type { FieldType } from './field-type.js';
import type { LockFile } from './lock.js';

/** A value and its place in the source. */
export interface Located<T> {
  readonly value: T;
  readonly at: Position;
}

/** One line `kMethod: id` of a module's YAML. */
export interface MethodEntry {
  readonly name: string;
  /** As written; a rule checks that it is an integer. */
  readonly id: unknown;
  readonly at: Position;
  readonly idAt: Position;
}

export interface ModuleYaml {
  readonly file: string;
  readonly moduleName: Located<string>;
  /** Absent: inherited from the repository. */
  readonly namespace: Located<string> | undefined;
  readonly version: string;
  readonly description: string;
  readonly dependencies: readonly Located<string>[];
  readonly methods: readonly MethodEntry[];
  /** Ids that no method may have any more. */
  readonly reserved: readonly Located<number>[];
}

export interface RepoYaml {
  readonly file: string;
  readonly namespace: Located<string>;
  readonly modules: readonly Located<string>[] | undefined;
}

export type Direction = 'In' | 'Out' | 'InOut';

export interface Field {
  readonly name: string;
  /** Absent if the type is not wrapped in In, Out or InOut. */
  readonly direction: Direction | undefined;
  readonly type: FieldType;
  /** What prevents the member from being a field: `not abstract`, a modifier, no type. */
  readonly flaw: { readonly message: string; readonly hint: string } | undefined;
  readonly doc: string;
  readonly at: Position;
}

export interface TaskClass {
  readonly name: string;
  readonly at: Position;
  readonly isAbstract: boolean;
  readonly isExported: boolean;
  readonly hasTypeParameters: boolean;
  /** Text of the extends clause; undefined without one. */
  readonly base: string | undefined;
  /** Whether that is core's Task. */
  readonly extendsTask: boolean;
  readonly doc: string;
  readonly fields: readonly Field[];
  /** Members that look like fields, or would need an implementation, and that nobody reads or writes. */
  readonly strays: readonly { readonly message: string; readonly hint: string; readonly at: Position }[];
}

export interface ParamField {
  readonly name: string;
  readonly type: FieldType;
  readonly flaw: { readonly message: string; readonly hint: string } | undefined;
  readonly doc: string;
  readonly at: Position;
}

export interface CreateParamsClass {
  readonly at: Position;
  readonly isExported: boolean;
  /** Why the runtime, which knows only the fields, cannot create the class. */
  readonly flaws: readonly { readonly message: string; readonly hint: string; readonly at: Position }[];
  /** Absent if there is no such static property; its value is undefined if it is not a string literal. */
  readonly libName: Located<string | undefined> | undefined;
  readonly fields: readonly ParamField[];
}

/** The contents of tasks.ts. */
export interface TasksSource {
  readonly file: string;
  readonly classes: readonly TaskClass[];
  readonly createParams: CreateParamsClass | undefined;
  /** Names of all exported declarations, for clashes with generated ones. */
  readonly exports: readonly Located<string>[];
}

/** A method of class Runtime, as far as its syntax tells. */
export interface RuntimeMember {
  readonly name: string;
  readonly parameterCount: number;
  /** Not async and declared to return void, so it needs no async context. */
  readonly isSynchronous: boolean;
}

/** A member of class Runtime that generated code cannot call; that may not matter. */
export interface UncallableMember {
  /** Without the # of a private name. */
  readonly name: string;
  /** Why it cannot be called: `a generator`. */
  readonly is: string;
  readonly hint: string;
  readonly at: Position;
}

/** The contents of runtime.ts. */
export interface RuntimeSource {
  readonly file: string;
  readonly members: readonly RuntimeMember[];
  readonly uncallable: readonly UncallableMember[];
  /** Place of the name of a class Runtime that extends Container directly, and so has all of its methods itself. */
  readonly container?: Position;
}

export interface Module {
  /** Directory of the module, as the inputs name it. */
  readonly dir: string;
  readonly repo: RepoYaml;
  readonly yaml: ModuleYaml;
  /** Undefined if there is no tasks.ts. */
  readonly tasks: TasksSource | undefined;
  /** Undefined if there is no runtime.ts yet. */
  readonly runtime: RuntimeSource | undefined;
  /** What the last refresh recorded; undefined for a new module. */
  readonly lock: LockFile | undefined;
}
