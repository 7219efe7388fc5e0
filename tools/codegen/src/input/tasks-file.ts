/** src/tasks.ts: the task classes and CreateParams. */
import type { ClassDeclaration, Node, PropertyDeclaration, SourceFile } from 'ts-morph';
import type { FieldType } from '../model/field-type.js';
import type { Field, Located, TaskClass, TasksSource } from '../model/module.js';
import { readCreateParams } from './create-params.js';
import { FieldTypeReader } from './field-types.js';
import { docOf, fileOf, isExported, positionOf } from './syntax-tree.js';
import { SyntaxKind } from './ts-morph.js';
import { coreNameOf, declarationsOf, type TypeDeclarations } from './type-declarations.js';

export function readTasksFile(source: SourceFile): TasksSource {
  const declarations = declarationsOf(source);
  const types = new FieldTypeReader(declarations);
  const classes = source.getClasses();
  const params = classes.find((declaration) => declaration.getName() === 'CreateParams');
  return {
    file: fileOf(source),
    classes: classes
      .filter((declaration) => isTaskClass(declaration, declarations))
      .map((declaration) => readTaskClass(declaration, declarations, types)),
    createParams: params && readCreateParams(params, types),
    exports: exportsOf(source),
  };
}

/** Whether it is meant to be a task: by its name, or because it extends core's Task. */
function isTaskClass(declaration: ClassDeclaration, declarations: TypeDeclarations): boolean {
  return /.Task$/.test(declaration.getName() ?? '') || extendsTask(declaration, declarations);
}

function extendsTask(declaration: ClassDeclaration, declarations: TypeDeclarations): boolean {
  const base = declaration.getExtends()?.getExpression().getText();
  return base !== undefined && coreNameOf(declarations, base) === 'Task';
}

function readTaskClass(
  declaration: ClassDeclaration,
  declarations: TypeDeclarations,
  types: FieldTypeReader,
): TaskClass {
  return {
    name: declaration.getName() ?? '',
    at: positionOf(declaration.getNameNode() ?? declaration),
    isAbstract: declaration.isAbstract(),
    isExported: isExported(declaration),
    hasTypeParameters: declaration.getTypeParameters().length > 0,
    base: declaration.getExtends()?.getText(),
    extendsTask: extendsTask(declaration, declarations),
    doc: docOf(declaration),
    fields: declaration
      .getProperties()
      .filter((property) => !property.isStatic())
      .map((property) => readField(property, types)),
    strays: straysOf(declaration, declarations),
  };
}

/** Members that generated code would ignore. */
function straysOf(declaration: ClassDeclaration, declarations: TypeDeclarations): TaskClass['strays'] {
  const right = (name: string) => `write \`abstract ${name}: In<u32>;\``;
  const stray = (node: Node, message: string, hint: string) => ({ message, hint, at: positionOf(node) });
  const name = declaration.getName() ?? '';
  const twin = declarations.interfaces.get(name);
  return [
    ...[...declaration.getGetAccessors(), ...declaration.getSetAccessors()]
      .filter((accessor) => !accessor.isStatic())
      .map((it) => stray(it.getNameNode(), `field ${it.getName()} is an accessor`, right(it.getName()))),
    ...declaration
      .getMethods()
      .filter((method) => method.isAbstract())
      .map((it) =>
        stray(
          it.getNameNode(),
          `${it.getName()} is an abstract method`,
          'a task is data: put functions beside it',
        ),
      ),
    ...declaration
      .getConstructors()
      .flatMap((it) => it.getParameters())
      .filter((parameter) => parameter.isParameterProperty())
      .map((it) => stray(it, `${it.getName()} is a field of the constructor`, right(it.getName()))),
    ...declaration
      .getChildSyntaxListOrThrow()
      .getChildrenOfKind(SyntaxKind.IndexSignature)
      .map((it) =>
        stray(it, 'an index signature is no field', 'write HashMap<K, V> for the type of a field'),
      ),
    ...(twin === undefined
      ? []
      : [stray(twin.getNameNode(), `interface ${name} adds members to it`, 'write them in the class')]),
  ];
}

function readField(property: PropertyDeclaration, types: FieldTypeReader): Field {
  const node = property.getTypeNode();
  const marker = types.directionOf(node);
  const missing: FieldType = { kind: 'invalid', at: positionOf(property), message: 'a field needs a type' };
  const inner = marker?.inner ?? node;
  return {
    name: property.getName(),
    direction: marker?.name,
    type: inner === undefined ? missing : types.read(inner),
    flaw: flawOf(property, node?.getText()),
    doc: docOf(property),
    at: positionOf(property.getNameNode()),
  };
}

function flawOf(property: PropertyDeclaration, type: string | undefined): Field['flaw'] {
  const name = property.getName();
  const right = `write \`abstract ${name}: ${type ?? 'In<u32>'};\``;
  if (!/^[A-Za-z_$][\w$]*$/.test(name))
    return { message: `field ${name} has no plain name`, hint: 'use letters of English, digits and _' };
  if (property.getDecorators().length > 0)
    return {
      message: `field ${name} has a decorator`,
      hint: `${right} there is nothing yet that it could decorate`,
    };
  if (property.hasQuestionToken())
    return { message: `field ${name} has a question mark`, hint: 'wrap its type: In<Optional<T>>' };
  if (property.hasInitializer())
    return { message: `field ${name} has an initial value`, hint: `${right} the memory is shared` };
  if (!property.isAbstract())
    return { message: `field ${name} is not abstract`, hint: `${right} its accessor is generated` };
  if (property.getScope() !== 'public') return { message: `field ${name} is not public`, hint: right };
  return undefined;
}

function exportsOf(source: SourceFile): Located<string>[] {
  return [
    ...source.getClasses(),
    ...source.getInterfaces(),
    ...source.getTypeAliases(),
    ...source.getFunctions(),
    ...source.getVariableDeclarations(),
  ]
    .filter(isExported)
    .map((node) => ({ value: node.getName() ?? '', at: positionOf(node) }));
}
