/** The inputs and results of a call, as plain objects. */
import type { PlacedField } from '../model/layout.js';
import { inputsOf, outputsOf, type TaskContext } from './task-context.js';
import { block, docComment } from './text.js';
import { tsType } from './ts-types.js';

export function emitInput({ method, layout, imports }: TaskContext): string[] {
  const inputs = inputsOf(layout);
  const doc = docComment(`Inputs of ${method.handler}.`);
  if (inputs.length === 0) return [...doc, `export type ${method.name}Input = Record<string, never>;`];
  const members = inputs.flatMap((field) => {
    const { name, type } = field;
    const mark = type.kind === 'optional' ? '?' : '';
    return [...docComment(field.doc), `${name}${mark}: ${tsType(type, imports, 'write')};`];
  });
  return [...doc, ...block(`export interface ${method.name}Input`, members)];
}

export function emitResult({ method, layout, imports }: TaskContext): string[] {
  const members = outputsOf(layout).flatMap((field: PlacedField) => [
    ...docComment(field.doc),
    `${field.name}: ${tsType(field.type, imports)};`,
  ]);
  const returnCode = ['/** 0 for success. */', 'returnCode: number;'];
  const replicas = [
    '/** Of a Broadcast or Range call alone: what each container answered. */',
    `replicas?: readonly ${imports.type('Replica')}<${method.name}Result>[];`,
  ];
  return [
    ...docComment(`What ${method.handler} gives back, copied out of shared memory.`),
    ...block(`export interface ${method.name}Result`, [...members, ...returnCode, ...replicas]),
  ];
}

/** Whether a call needs no inputs, so that the argument may be left out. */
export function isInputOptional({ layout }: TaskContext): boolean {
  return inputsOf(layout).every((field) => field.type.kind === 'optional');
}
