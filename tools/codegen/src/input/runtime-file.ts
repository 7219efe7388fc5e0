/**
 * Reads from src/runtime.ts what dispatch needs: which handlers and monitors class Runtime has, and which are async.
 */
import type {
  ArrowFunction,
  ClassDeclaration,
  ClassInstanceMemberTypes,
  ClassMemberTypes,
  ClassStaticBlockDeclaration,
  ConstructorDeclaration,
  FunctionExpression,
  MethodDeclaration,
  SourceFile,
} from 'ts-morph';
import type { RuntimeMember, RuntimeSource, UncallableMember } from '../model/module.js';
import { fileOf, positionOf } from './syntax-tree.js';
import { Node } from './ts-morph.js';

export function readRuntimeFile(source: SourceFile): RuntimeSource {
  const runtime = source.getClass('Runtime');
  if (runtime === undefined) return { file: fileOf(source), members: [], uncallable: [] };
  const name = runtime.getExtends()?.getText() === 'Container' ? runtime.getNameNode() : undefined;
  return {
    file: fileOf(source),
    members: membersOf(runtime),
    uncallable: uncallableOf(runtime),
    ...(name !== undefined && { container: positionOf(name) }),
  };
}

function uncallableOf(runtime: ClassDeclaration): UncallableMember[] {
  const members = runtime.getMembers();
  return members.flatMap((member: ClassMemberTypes) => {
    if (Node.isConstructorDeclaration(member) || Node.isClassStaticBlockDeclaration(member)) return [];
    const name = member.getName().replace(/^#/, '');
    // If there is also a method with the name, a private or static member does not matter.
    if (members.some((other) => isCallable(other) && other.getName() === name)) return [];
    const flaw = flawOf(member, name);
    return flaw === undefined ? [] : [{ name, ...flaw, at: positionOf(member.getNameNode()) }];
  });
}

type Named = Exclude<ClassMemberTypes, ConstructorDeclaration | ClassStaticBlockDeclaration>;

function isCallable(member: ClassMemberTypes): member is MethodDeclaration {
  return Node.isMethodDeclaration(member) && flawOf(member, member.getName()) === undefined;
}

function flawOf(member: Named, name: string): { is: string; hint: string } | undefined {
  const isAccessor = Node.isGetAccessorDeclaration(member) || Node.isSetAccessorDeclaration(member);
  if (isAccessor) return { is: 'an accessor', hint: `make it a method: ${name}(…)` };
  const value = functionOf(member);
  if (value === undefined) return undefined; // a plain value may have any name
  if (!Node.isArrowFunction(value) && value.isGenerator())
    return {
      is: 'a generator',
      hint: 'remove the *: what it yields would go nowhere, and nobody would run it',
    };
  if (member.isStatic()) return { is: 'static', hint: 'remove `static`: each container has its own state' };
  if (member.isAbstract()) return { is: 'abstract', hint: 'give it a body: the runtime makes class Runtime' };
  if (Node.isPrivateIdentifier(member.getNameNode()))
    return { is: 'private', hint: `remove the #: generated code calls ${name}` };
  const scope = member.getScope();
  if (scope === 'public') return undefined;
  return { is: scope, hint: `remove \`${scope}\`: generated code calls ${name}` };
}

function membersOf(runtime: ClassDeclaration): RuntimeMember[] {
  return runtime.getInstanceMembers().flatMap((member: ClassInstanceMemberTypes) => {
    const value = functionOf(member);
    if (value === undefined) return [];
    const isVoid = value.getReturnTypeNode()?.getText() === 'void';
    return [
      { name: member.getName(), parameterCount: countOf(value), isSynchronous: isVoid && !value.isAsync() },
    ];
  });
}

/** The function that a member is, as a method or as the initial value of a property. */
function functionOf(member: Node): MethodDeclaration | FunctionExpression | ArrowFunction | undefined {
  const value = Node.isPropertyDeclaration(member) ? member.getInitializer() : member;
  return Node.isMethodDeclaration(value) || Node.isFunctionExpression(value) || Node.isArrowFunction(value)
    ? value
    : undefined;
}

/** Number of arguments that may be passed: all if the last parameter takes the rest. */
function countOf(node: { getParameters(): { isRestParameter(): boolean }[] }): number {
  const parameters = node.getParameters();
  return parameters.some((parameter) => parameter.isRestParameter()) ? Infinity : parameters.length;
}
