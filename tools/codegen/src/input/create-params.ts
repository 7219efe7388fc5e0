/** class CreateParams of tasks.ts: what a pool of the module is created with (checklist group K). */
import type { ClassDeclaration, PropertyDeclaration } from 'ts-morph';
import type { CreateParamsClass, ParamField } from '../model/module.js';
import type { FieldTypeReader } from './field-types.js';
import { docOf, isExported, positionOf } from './syntax-tree.js';
import { Node } from './ts-morph.js';

const LIB_NAME = 'chimodLibName';

export function readCreateParams(declaration: ClassDeclaration, types: FieldTypeReader): CreateParamsClass {
  const libName = declaration.getStaticProperty(LIB_NAME);
  const literal =
    libName !== undefined && Node.isPropertyDeclaration(libName) ? libName.getInitializer() : undefined;
  return {
    at: positionOf(declaration.getNameNode() ?? declaration),
    isExported: isExported(declaration),
    flaws: [...classFlaws(declaration)],
    libName: libName && {
      value: Node.isStringLiteral(literal) ? literal.getLiteralValue() : undefined,
      at: positionOf(literal ?? libName),
    },
    fields: declaration
      .getProperties()
      .filter((property) => !property.isStatic())
      .map((property) => readParam(property, types)),
  };
}

function* classFlaws(declaration: ClassDeclaration): Generator<CreateParamsClass['flaws'][number]> {
  const at = positionOf(declaration.getNameNode() ?? declaration);
  const [parameter] = declaration.getTypeParameters();
  const base = declaration.getExtends();
  const made = declaration
    .getConstructors()
    .find((it) => it.getParameters().some((one) => !one.isOptional()));
  if (declaration.isAbstract())
    yield { at, message: 'class CreateParams is abstract', hint: 'the runtime makes one: remove the word' };
  if (parameter !== undefined)
    yield {
      at: positionOf(parameter),
      message: 'class CreateParams has type parameters',
      hint: 'write the types of its fields out',
    };
  if (base !== undefined)
    yield {
      at: positionOf(base),
      message: 'class CreateParams extends another class',
      hint: 'write all of its fields out: the generator reads this one class',
    };
  if (made !== undefined)
    yield {
      at: positionOf(made),
      message: 'the constructor of CreateParams has parameters',
      hint: 'give the fields their defaults: the runtime makes one with `new CreateParams()`',
    };
}

/** The type to write for a given value, or for the default one. */
function typeFor(value = '0'): string {
  if (/^['"`]/.test(value)) return `string = ${value}`;
  if (/^(true|false)$/.test(value)) return `bool = ${value}`;
  if (/^-?\d+n$/.test(value)) return `u64 = ${value}`;
  return `${/^\d+$/.test(value) ? 'u32' : 'f64'} = ${value}`;
}

function readParam(property: PropertyDeclaration, types: FieldTypeReader): ParamField {
  const node = property.getTypeNode();
  const name = property.getName();
  const at = positionOf(property.getNameNode());
  return {
    name,
    type:
      node === undefined
        ? {
            kind: 'invalid',
            at,
            message: `parameter ${name} needs a type`,
            hint: `write \`${name}: ${typeFor(property.getInitializer()?.getText())}\``,
          }
        : types.read(node),
    flaw: flawOf(property),
    doc: docOf(property),
    at,
  };
}

function flawOf(property: PropertyDeclaration): ParamField['flaw'] {
  const name = property.getName();
  if (property.isReadonly())
    return {
      message: `parameter ${name} is readonly`,
      hint: 'leave it out: the runtime fills the parameters in',
    };
  if (property.getScope() !== 'public')
    return { message: `parameter ${name} is not public`, hint: 'remove the modifier' };
  if (!property.hasInitializer() && !property.getTypeNode()?.getText().startsWith('Optional')) {
    return {
      message: `parameter ${name} has no default`,
      hint: `write \`${property.getText().replace(/;$/, '')} = ...;\``,
    };
  }
  return undefined;
}
