/** autogen/client.ts: four forms of a call for every method. */
import { moduleKey } from '../model/method.js';
import type { Module } from '../model/module.js';
import { Codecs } from './codecs.js';
import { header } from './header.js';
import { Imports } from './imports.js';
import { render } from './render.js';
import type { TaskContext } from './task-context.js';
import { isInputOptional } from './task-values.js';
import { taskContexts } from './tasks-file.js';
import { block, docComment, indent, list, paragraphs, wrapLines } from './text.js';

const TASKS = './tasks.js';

const TEMPLATE = `{{header}}
{{imports}}

/** Calls {{key}}: each method as a promise, blocking, as a handle, and prepared for a batch. */
export class ClientBase extends ContainerClient {
  /** The module that the pool of this client is of. */
  static readonly module = '{{key}}';

  /** Creates the pool, or finds the one of that name. */
{{create}}
{{#each methods}}

{{this}}
{{/each}}
}
`;

export function emitClientFile(module: Module, command: string): string {
  const imports = new Imports();
  const key = moduleKey(module);
  imports.value('ContainerClient');
  const create = [
    ...emitCreate('create', imports),
    '',
    '/** Like create, blocking this thread. */',
    ...emitCreate('createSync', imports),
  ];
  const methods = taskContexts(module, imports, new Codecs(new Imports())).map((context) =>
    emitCalls(context, imports),
  );
  return wrapLines(
    render(TEMPLATE, {
      header: header(['chimaera_mod.yaml', 'src/tasks.ts'], command),
      imports: imports.lines().join('\n'),
      key,
      create: indent(create).join('\n'),
      methods: methods.map((lines) => indent(lines).join('\n')),
    }),
  );
}

function emitCreate(name: 'create' | 'createSync', imports: Imports): string[] {
  const params = imports.type('CreateParams', '../tasks.js');
  const result = imports.type('CreateResult');
  const args = [
    `args: ${imports.type('CreateArgs')}<${params}> = {}`,
    `options?: ${imports.type('CallOptions')}`,
  ];
  const type = name === 'create' ? `Promise<${result}>` : result;
  const base = name === 'create' ? 'createPool' : 'createPoolSync';
  return method(name, args, type, `this.${base}(${imports.value('createParamsType', TASKS)}, args, options)`);
}

function emitCalls(context: TaskContext, imports: Imports): string[] {
  const { method: called, task } = context;
  const { name, handler, key, id } = called;
  const result = imports.type(`${name}Result`, TASKS);
  const prepared = `${imports.type('PreparedTask')}<${result}>`;
  const input = `input: ${imports.type(`${name}Input`, TASKS)}${isInputOptional(context) ? ' = {}' : ''}`;
  const params = [input, `options?: ${imports.type('CallOptions')}`];
  const args = `(${imports.value(`${handler}TaskType`, TASKS)}, input, options)`;
  const doc = paragraphs(task.doc, `${key}, ${id}.`);
  const forms: [string, string, string, string][] = [
    [handler, `Promise<${result}>`, `this.call${args}`, doc],
    [`${handler}Sync`, result, `this.callSync${args}`, `Like ${handler}, blocking this thread.`],
    [
      `async${name}`,
      imports.type(`${task.name}View`, TASKS),
      `this.submit${args}`,
      `Like ${handler}, giving a handle at once.`,
    ],
    [`prepare${name}`, prepared, `this.prepare${args}`, `Like ${handler}, for submitBatch.`],
  ];
  return forms.flatMap(([form, type, body, text], i) => [
    ...(i > 0 ? [''] : []),
    ...docComment(text),
    ...method(form, params, type, body),
  ]);
}

function method(name: string, params: readonly string[], type: string, value: string): string[] {
  const [first, ...rest] = list(`${name}(`, params, `): ${type} {`, 1);
  return [first!, ...rest, ...block('', [`return ${value};`]).slice(1)];
}
