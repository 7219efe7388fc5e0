/** Names of the base classes in core, which a module cannot use. */

const OBJECT_MEMBERS = [...Object.getOwnPropertyNames(Object.prototype), 'then'];

/**
 * Members of Task, including private ones: TypeScript lets no subclass use their names. Members for generated code
 * begin with `$`.
 */
const TASK_MEMBERS = new Set([
  ...OBJECT_MEMBERS,
  'commit',
  'dispose',
  'errorCode',
  'errorMessage',
  'errorText',
  'heapEnd',
  'heapFloor',
  'heapTop',
  'isComplete',
  'localFailure',
  'method',
  'poolId',
  'poolQuery',
  'replicas',
  'reserve',
  'returnCode',
  'rewind',
  'stop',
  'taskFlags',
  'taskNode',
  'toJSON',
  'topWithout',
  'wait',
  'waitSync',
]);

/** Methods that every generated accessor has besides its fields. */
const VIEW_MEMBERS = new Set(['copyTo', 'loadIn', 'loadOut', 'saveIn', 'saveOut']);

const CLIENT_MEMBERS = [
  ...['call', 'callSync', 'chi', 'create', 'createSync', 'module', 'poolId', 'prepare', 'submit'],
  ...[
    'begin',
    'beginBlocking',
    'callLater',
    'callWith',
    'createInput',
    'createPool',
    'createPoolSync',
    'created',
    'fill',
    'id',
    'notSent',
    'party',
    'target',
    'toJSON',
    'whenBack',
  ],
];

const CONTAINER_MEMBERS = [
  ...['chi', 'client', 'containerCount', 'containerId', 'create', 'createLocalQueue', 'destroy', 'getLane'],
  ...['getLaneByHash', 'getWorkRemaining', 'init', 'log', 'poolId', 'poolName', 'runtime', 'workerId'],
  ...['defaultHighLatencyLane', 'defaultQueueLane', 'logger', 'queues'],
];

const METHOD_MEMBERS = new Set([...OBJECT_MEMBERS, ...CLIENT_MEMBERS, ...CONTAINER_MEMBERS]);

/** Names that generated files import or refer to: tasks.ts cannot export them. */
export const GENERATED_CODE_NAMES: readonly string[] = [
  ...[
    'BaseCreateTask',
    'BufferRef',
    'CallOptions',
    'ContainerClient',
    'CreateArgs',
    'CreateResult',
    'DestroyTask',
  ],
  ...[
    'Ipc',
    'LibExec',
    'MonitorMode',
    'ParamsType',
    'PoolId',
    'PreparedTask',
    'Reader',
    'Replica',
    'RunContext',
    'Task',
    'Writer',
  ],
  ...[
    'OUTPUT_RESERVE_BYTES',
    'badData',
    'badValue',
    'bytesBound',
    'defineParams',
    'defineTaskType',
    'inTask',
    'readSize',
  ],
  ...[
    'stringBound',
    'synchronous',
    'writeSize',
    'Client',
    'ClientBase',
    'Method',
    'MethodNames',
    'Runtime',
    'createParamsType',
  ],
  ...['libExec', 'Array', 'BigInt', 'Map', 'Number', 'Promise', 'ReadonlyMap', 'Record', 'Uint8Array'],
];

/** Whether a field of a task cannot have this name. */
export function isReservedField(name: string): boolean {
  return TASK_MEMBERS.has(name) || VIEW_MEMBERS.has(name) || name.startsWith('$');
}

/** Whether a parameter of CreateParams cannot have this name. */
export function isReservedParam(name: string): boolean {
  return OBJECT_MEMBERS.includes(name);
}

/** Whether a handler and client method cannot have this name. */
export function isReservedMethod(name: string): boolean {
  return METHOD_MEMBERS.has(name);
}
