/** A module as the rules of lint see it: the model, and the syntax of its own sources. */
import type { ClassDeclaration, SourceFile } from 'ts-morph';
import type { TextFile } from '../input/inputs.js';
import { fileOf } from '../input/syntax-tree.js';
import { isEnabled, methodsOf, moduleKey, type Method } from '../model/method.js';
import type { Module } from '../model/module.js';
import { functionsOf, callsIn, calleeOf, membersOf, type Member } from './syntax.js';

/** What rules need of package.json. */
export interface Manifest {
  readonly name?: unknown;
  readonly dependencies?: object;
  readonly devDependencies?: object;
  readonly peerDependencies?: object;
  readonly optionalDependencies?: object;
}

export class LintModule {
  readonly key: string;
  readonly moduleName: string;
  readonly namespace: string;
  /** The module's own methods, which have a task class in tasks.ts. */
  readonly ownMethods: readonly Method[];
  /** Including kCreate and kDestroy. */
  readonly methods: readonly Method[];
  readonly disabled: readonly string[];
  readonly runtime: SourceFile | undefined;
  readonly tasks: SourceFile | undefined;
  readonly client: SourceFile | undefined;
  readonly runtimeClass: ClassDeclaration | undefined;
  /** Members of class Runtime. */
  readonly members: readonly Member[];

  /** Undefined if there is none, or if it cannot be read, which every npm command reports. */
  readonly manifest: Manifest | undefined;

  constructor(
    readonly module: Module,
    /** All files of src except autogen. */
    readonly sources: readonly SourceFile[],
    readonly packageJson: TextFile | undefined,
    /** Keys of all modules of the run. */
    readonly keys: ReadonlySet<string>,
  ) {
    this.key = moduleKey(module);
    this.manifest = packageJson && manifestIn(packageJson.text);
    this.moduleName = module.yaml.moduleName.value;
    this.namespace = module.repo.namespace.value;
    this.methods = methodsOf(module);
    this.ownMethods = this.methods.filter(({ task }) => task !== undefined);
    this.disabled = module.yaml.methods.filter((entry) => !isEnabled(entry)).map(({ name }) => name.slice(1));
    this.runtime = this.source('runtime.ts');
    this.tasks = this.source('tasks.ts');
    this.client = this.source('client.ts');
    this.runtimeClass = this.runtime?.getClass('Runtime');
    this.members = this.runtimeClass === undefined ? [] : membersOf(this.runtimeClass);
  }

  /** A file directly in src. */
  source(name: string): SourceFile | undefined {
    const suffix = `/src/${name}`;
    return this.sources.find((source) => fileOf(source).endsWith(suffix));
  }

  member(name: string): Member | undefined {
    return this.members.find((member) => member.name === name);
  }

  /** The handlers of enabled methods that exist. */
  get handlers(): readonly { readonly method: Method; readonly member: Member }[] {
    return this.pairs((method) => method.handler);
  }

  /** The monitors of enabled methods that exist. */
  get monitors(): readonly { readonly method: Method; readonly member: Member }[] {
    return this.pairs((method) => `monitor${method.name}`);
  }

  /** The member, and every member and function of the same class and file that it calls, directly or indirectly. */
  reach(from: Member): Member[] {
    const functions = this.runtime === undefined ? [] : functionsOf(this.runtime);
    const found = [from];
    for (const member of found) {
      for (const call of callsIn(member.body)) {
        const callee = calleeOf(call);
        const target = callee.startsWith('this.')
          ? this.member(callee.slice('this.'.length))
          : functions.find(({ name }) => name === callee);
        if (target !== undefined && !found.includes(target)) found.push(target);
      }
    }
    return found;
  }

  private pairs(nameOf: (method: Method) => string) {
    return this.methods.flatMap((method) => {
      const member = this.member(nameOf(method));
      return member === undefined ? [] : [{ method, member }];
    });
  }
}

function manifestIn(text: string): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}
