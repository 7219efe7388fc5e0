/** src/runtime.ts, as far as dispatch needs it: which handlers and monitors class Runtime has, and which are async. */
import type { ClassDeclaration, ClassMemberTypes, SourceFile } from 'ts-morph';
import type { RuntimeMember, RuntimeSource } from '../model/module.js';
import { fileOf } from './syntax-tree.js';
import { Node } from './ts-morph.js';

export function readRuntimeFile(source: SourceFile): RuntimeSource {
  const runtime = source.getClass('Runtime');
  return { file: fileOf(source), members: runtime === undefined ? [] : membersOf(runtime) };
}

function membersOf(runtime: ClassDeclaration): RuntimeMember[] {
  return runtime.getInstanceMembers().flatMap((member: ClassMemberTypes | Node) => {
    if (Node.isMethodDeclaration(member)) {
      const isVoid = member.getReturnTypeNode()?.getText() === 'void';
      return [
        {
          name: member.getName(),
          parameterCount: countOf(member),
          isSynchronous: isVoid && !member.isAsync(),
        },
      ];
    }
    if (!Node.isPropertyDeclaration(member)) return [];
    const value = member.getInitializer();
    if (!Node.isArrowFunction(value) && !Node.isFunctionExpression(value)) return [];
    const isVoid = value.getReturnTypeNode()?.getText() === 'void';
    return [
      { name: member.getName(), parameterCount: countOf(value), isSynchronous: isVoid && !value.isAsync() },
    ];
  });
}

/** Arguments that may be passed: all of them when the last parameter takes the rest. */
function countOf(node: { getParameters(): { isRestParameter(): boolean }[] }): number {
  const parameters = node.getParameters();
  return parameters.some((parameter) => parameter.isRestParameter()) ? Infinity : parameters.length;
}
