/** autogen/methods.ts: the method numbers (checklist F6: constants, no enum). */
import { methodsOf, moduleKey } from '../model/method.js';
import type { Module } from '../model/module.js';
import { header } from './header.js';
import { render } from './render.js';

const TEMPLATE = `{{header}}

/** Method numbers of {{key}}. */
export const Method = {
{{#each methods}}
  {{key}}: {{id}},
{{/each}}
} as const;
export type Method = (typeof Method)[keyof typeof Method];

/** Names of the methods by number. */
export const MethodNames: Readonly<Record<number, string>> = {
{{#each methods}}
  {{id}}: '{{key}}',
{{/each}}
};
`;

export function emitMethodsFile(module: Module, command: string): string {
  return render(TEMPLATE, {
    header: header(['chimaera_mod.yaml'], command),
    key: moduleKey(module),
    methods: methodsOf(module),
  });
}
