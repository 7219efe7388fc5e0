/** autogen/lib_exec.ts: from a method number to the code of the module (checklist group H). */
import { methodsOf, moduleKey, type Method } from '../model/method.js';
import type { Module, RuntimeMember } from '../model/module.js';
import { Codecs } from './codecs.js';
import { header } from './header.js';
import { Imports } from './imports.js';
import { LIB_EXEC_TEMPLATE } from './lib-exec-template.js';
import { render } from './render.js';
import { hasBuffers } from './serializers.js';
import type { TaskContext } from './task-context.js';
import { taskContexts } from './tasks-file.js';
import { list, quoted, wrapLines } from './text.js';

const TASKS = './tasks.js';

/** One method, for the template. */
interface Dispatch {
  readonly key: string;
  /** Function that calls the handler inside an async context; absent if it is called directly. */
  readonly wrapper: string | undefined;
  readonly call: string;
  readonly usesRctx: boolean;
  readonly monitor: string | undefined;
  readonly view: string | undefined;
  readonly copy: string | undefined;
}

export function emitLibExecFile(module: Module, command: string): string {
  const imports = new Imports();
  const contexts = taskContexts(module, new Imports(), new Codecs(new Imports()));
  const all = methodsOf(module).map((method) => dispatch(method, module, contexts, imports));
  const own = all.filter((method) => method.view !== undefined);
  const monitors = all.flatMap(({ key, monitor }) => (monitor === undefined ? [] : [{ key, monitor }]));
  const types = methodsOf(module)
    .filter((method) => method.task !== undefined)
    .map((method) => imports.value(`${method.handler}TaskType`, TASKS));
  importFixed(imports);
  if (monitors.length > 0) imports.value('synchronous');
  const { namespace } = module.repo;
  return wrapLines(
    render(LIB_EXEC_TEMPLATE, {
      header: header(
        ['chimaera_mod.yaml', 'src/tasks.ts', ...(module.runtime ? ['src/runtime.ts'] : [])],
        command,
      ),
      imports: imports.lines().join('\n'),
      key: moduleKey(module),
      moduleName: module.yaml.moduleName.value,
      namespace: namespace.value,
      version: quoted(module.yaml.version),
      all,
      own,
      wrapped: all.filter((method) => method.wrapper !== undefined),
      monitors,
      monitorParams: monitorParams(monitors.map(({ monitor }) => monitor)),
      unused: own.length > 0 ? '' : '_',
      deep: own.some(({ copy }) => copy!.includes('deep')) ? 'deep' : '_deep',
      taskTypes: list('  taskTypes: [', types, '],', 0).join('\n  '),
    }),
  );
}

function dispatch(
  method: Method,
  module: Module,
  contexts: readonly TaskContext[],
  imports: Imports,
): Dispatch {
  const members = new Map(module.runtime?.members.map((member) => [member.name, member]));
  const handler = members.get(method.handler);
  const monitor = members.get(`monitor${method.name}`);
  const task = (): string =>
    method.task === undefined
      ? `task as unknown as ${lifecycleTask(method, imports)}`
      : `task as ${imports.type(`${method.task.name}View`, TASKS)}`;
  // create and destroy are optional; a missing one does nothing.
  const isAbsent = method.task === undefined && handler === undefined;
  const direct = isAbsent || (method.task !== undefined && handler?.isSynchronous === true);
  const args = isAbsent ? [] : taken([task(), 'rctx'], handler);
  return {
    key: method.key,
    wrapper: direct ? undefined : `call${method.name}`,
    call: isAbsent ? 'undefined' : `container.${method.handler}(${args.join(', ')})`,
    usesRctx: args.includes('rctx'),
    monitor:
      monitor && `container.monitor${method.name}(${taken(['mode', task(), 'rctx'], monitor).join(', ')})`,
    view: method.task && `${method.task.name}View`,
    copy: method.task && copyCall(method, contexts),
  };
}

/** What kCreate and kDestroy receive is not a task of the module and never lies in shared memory. */
function lifecycleTask(method: Method, imports: Imports): string {
  return method.key === 'kCreate' ? `${imports.type('BaseCreateTask')}<never>` : imports.type('DestroyTask');
}

/** As many arguments as the member takes; all if it was not found in runtime.ts. */
function taken(args: readonly string[], member: RuntimeMember | undefined): string[] {
  return args.slice(0, member?.parameterCount ?? args.length);
}

function copyCall(method: Method, contexts: readonly TaskContext[]): string {
  const context = contexts.find((other) => other.method.key === method.key)!;
  const deep = hasBuffers(context) ? ', deep ? ipc : undefined' : '';
  return `(task as ${context.task.name}View).copyTo(ipc.newTask(${method.handler}TaskType, task)${deep})`;
}

/** The monitor dispatcher's parameters. Those that no monitor takes begin with an underscore. */
function monitorParams(calls: readonly string[]): string {
  const uses = (word: string) => calls.some((call) => new RegExp(`\\b${word}\\b`).test(call));
  const named = [
    ['container', 'Runtime', calls.length > 0],
    ['mode', 'MonitorMode', uses('mode')],
    ['method', 'number', calls.length > 0],
    ['task', 'Task', uses('task')],
    ['rctx', 'RunContext', uses('rctx')],
  ] as const;
  return named.map(([name, type, used]) => `  ${used ? '' : '_'}${name}: ${type},`).join('\n');
}

function importFixed(imports: Imports): void {
  for (const name of [
    'Ipc',
    'LibExec',
    'MethodResult',
    'MonitorMode',
    'Reader',
    'RunContext',
    'Task',
    'Writer',
  ])
    imports.type(name);
  imports.value('badValue');
  imports.value('inTask');
  imports.value('Client', '../client.js');
  imports.type('Runtime', '../runtime.js');
  imports.value('Method', './methods.js');
  imports.value('createParamsType', TASKS);
}
