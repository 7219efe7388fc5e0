/** The skeleton of autogen/lib_exec.ts. */
export const LIB_EXEC_TEMPLATE = `{{header}}
{{imports}}

declare module '../runtime.js' {
  interface Runtime {
    /** The module's own client, for this pool. */
    readonly client: Client;
  }
}

/** Calls the method of a task. */
export function run(container: Runtime, method: number, task: Task, rctx: RunContext): MethodResult {
  switch (method) {
{{#each all}}
    case Method.{{key}}:
{{#if wrapper}}
      return inTask(rctx, {{wrapper}}, container, task);
{{else}}
      return {{call}};
{{/if}}
{{/each}}
    default:
      return rctx.unknownMethod(method);
  }
}
{{#each wrapped}}

function {{wrapper}}(container: Runtime, task: Task, {{#unless usesRctx}}_{{/unless}}rctx: RunContext): MethodResult {
  return {{call}};
}
{{/each}}

/** Asks the method's monitor; false if it has none. */
export function monitor(
{{monitorParams}}
): boolean {
{{#if monitors}}
  switch (method) {
{{#each monitors}}
    case Method.{{key}}:
      return synchronous({{monitor}});
{{/each}}
    default:
      return false;
  }
{{else}}
  return false;
{{/if}}
}

/** Gives the memory of a task back. */
export function del(ipc: Ipc, _method: number, task: Task): void {
  ipc.delTask(task);
}

/** A task of the same kind and content in memory of its own; a deep copy has its own buffers, too. */
export function newCopy({{unused}}ipc: Ipc, method: number, {{unused}}task: Task, {{deep}}: boolean): Task {
  switch (method) {
{{#each own}}
    case Method.{{key}}:
      return {{copy}};
{{/each}}
    default:
      return unknownMethod(method);
  }
}

/** Writes what the sender has written. */
export function saveIn(method: number, {{unused}}task: Task, {{unused}}w: Writer): void {
  switch (method) {
{{#each own}}
    case Method.{{key}}:
      return (task as {{view}}).saveIn(w);
{{/each}}
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveIn wrote. */
export function loadIn(method: number, {{unused}}task: Task, {{unused}}r: Reader): void {
  switch (method) {
{{#each own}}
    case Method.{{key}}:
      return (task as {{view}}).loadIn(r);
{{/each}}
    default:
      return unknownMethod(method);
  }
}

/** Writes what the method has written. */
export function saveOut(method: number, {{unused}}task: Task, {{unused}}w: Writer): void {
  switch (method) {
{{#each own}}
    case Method.{{key}}:
      return (task as {{view}}).saveOut(w);
{{/each}}
    default:
      return unknownMethod(method);
  }
}

/** Restores what saveOut wrote. */
export function loadOut(method: number, {{unused}}task: Task, {{unused}}r: Reader): void {
  switch (method) {
{{#each own}}
    case Method.{{key}}:
      return (task as {{view}}).loadOut(r);
{{/each}}
    default:
      return unknownMethod(method);
  }
}

function unknownMethod(method: number): never {
  return badValue('{{key}}', 'the number of one of its methods', method);
}

/** What the module manager loads. */
export const libExec: LibExec<Runtime> = {
  moduleName: '{{moduleName}}',
  namespace: '{{namespace}}',
  key: '{{key}}',
  version: {{version}},
  Client,
{{taskTypes}}
  createParams: createParamsType,
  run,
  monitor,
  del,
  newCopy,
  saveIn,
  loadIn,
  saveOut,
  loadOut,
};
`;
