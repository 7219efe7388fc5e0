import { describe, expect, test } from '@jest/globals';
import { PARAMS, pingTask, problemsOf, TASKS_HEAD } from '../support/repo.js';

const TASKS = 'sample/src/tasks.ts';

describe('a task class is refused', () => {
  const cases: [name: string, tasks: string, said: string][] = [
    [
      'when the file is no TypeScript',
      `${TASKS_HEAD}export abstract clas PingTask {}\n`,
      `${TASKS}:2:17: error: not valid TypeScript: `,
    ],
    [
      'without a method',
      `${pingTask('')}export abstract class PongTask extends Task {}\n`,
      `${TASKS}:6:23: error: task class PongTask has no method: no method kPong in the YAML [task-method]
    6 | export abstract class PongTask extends Task {}
      |                       ^
  hint: add a line \`kPong: 11\` to chimaera_mod.yaml`,
    ],
    [
      'when its method seems to be spelt otherwise',
      `${TASKS_HEAD}${PARAMS}export abstract class PimgTask extends Task {}\n`,
      'hint: is it meant for kPing? then it is called PingTask',
    ],
    [
      'that is not abstract',
      pingTask('').replace('abstract ', ''),
      `${TASKS}:3:14: error: task class PingTask is not abstract`,
    ],
    [
      'that is not exported',
      pingTask('').replace('export abstract', 'abstract'),
      `${TASKS}:3:16: error: task class PingTask is not exported`,
    ],
    [
      'that extends nothing',
      pingTask('').replace(' extends Task', ''),
      'task class PingTask extends nothing, not Task of @chimaera/core',
    ],
    [
      'that extends another task class',
      `${pingTask('')}export abstract class PongTask extends PingTask {}\n`,
      'task class PongTask extends PingTask, not Task of @chimaera/core',
    ],
    [
      'that has type parameters',
      pingTask('').replace('PingTask', 'PingTask<T>'),
      'task class PingTask has type parameters',
    ],
    [
      'whose name does not end in Task',
      `${pingTask('')}export abstract class Pong extends Task {}\n`,
      'the name of task class Pong does not end in Task',
    ],
    [
      'that is there twice',
      `${pingTask('')}export abstract class PingTask extends Task {}\n`,
      'task class PingTask is declared twice',
    ],
    [
      'whose Task is not core’s',
      pingTask('').replace('type u32, Task }', 'type u32 }'),
      "hint: import { Task } from '@chimaera/core'",
    ],
  ];
  test.each(cases)('%s', async (_name, tasks, said) => {
    expect(await problemsOf({ tasks })).toContain(said);
  });

  test('when there is no tasks.ts', async () => {
    expect(await problemsOf({ tasks: null })).toContain(
      'sample/chimaera_mod.yaml:1:14: error: module sample has no src/tasks.ts [tasks-file]',
    );
  });

  test('when the YAML disables its method', async () => {
    const yaml = 'module_name: sample\nversion: 1.0.0\nkCreate: 0\nkDestroy: 1\nkRecover: -1\n';
    const tasks = `${TASKS_HEAD}${PARAMS}export abstract class RecoverTask extends Task {}\n`;
    expect(await problemsOf({ yaml, tasks })).toContain(
      'task class RecoverTask has no method: kRecover is turned off (line 5)',
    );
  });
});

describe('a field is refused', () => {
  const cases: [name: string, member: string, said: string][] = [
    [
      'without a direction',
      'abstract n: u32;',
      `${TASKS}:4:10: error: PingTask: field n has no direction [field-form]
    4 | abstract n: u32;
      |          ^
  hint: write In<u32>, Out<u32> or InOut<u32>: who writes it, the caller, the runtime or both`,
    ],
    ['without a type', 'abstract n;', `${TASKS}:4:1: error: a field needs a type [field-type]`],
    ['that is not abstract', 'n!: In<u32>;', `${TASKS}:4:1: error: PingTask: field n is not abstract`],
    ['with a value', 'n: In<u32> = 1;', 'PingTask: field n has an initial value'],
    ['with a question mark', 'abstract n?: In<u32>;', 'hint: wrap its type: In<Optional<T>>'],
    ['that is protected', 'protected abstract n: In<u32>;', 'PingTask: field n is not public'],
    [
      'that is a getter',
      'abstract get n(): In<u32>;',
      `${TASKS}:4:14: error: PingTask: field n is an accessor`,
    ],
    ['that is a setter', 'set n(v: In<u32>) {}', 'PingTask: field n is an accessor'],
    ['that is a method', 'abstract n(): u32;', 'PingTask: n is an abstract method'],
    [
      'of the constructor',
      'constructor(public n: In<u32>) { super(); }',
      `${TASKS}:4:13: error: PingTask: n is a field of the constructor`,
    ],
    [
      'without a name',
      '[key: string]: unknown;',
      `${TASKS}:4:1: error: PingTask: an index signature is no field`,
    ],
    ['with a decorator', '@x abstract n: In<u32>;', 'PingTask: field n has a decorator'],
    [
      'that an interface adds',
      '}\nexport interface PingTask { n: In<u32>;',
      `${TASKS}:5:18: error: PingTask: interface PingTask adds members to it`,
    ],
    ['with a quoted name', "abstract 'a b': In<u32>;", "field 'a b' has no plain name"],
    [
      'that is there twice',
      'abstract n: In<u32>;\nabstract n: Out<u32>;',
      `${TASKS}:5:10: error: PingTask: field n is declared twice, first in line 4`,
    ],
    [
      'with the name of a member of Task',
      'abstract poolId: In<u32>;',
      'PingTask: field name poolId is reserved: every task has it',
    ],
    ['with the name of a member of Object', 'abstract toString: In<u32>;', 'field name toString is reserved'],
    ['called then', 'abstract then: In<u32>;', 'an object with `then` cannot be awaited'],
    ['with the name of a generated member', 'abstract saveIn: In<u32>;', 'field name saveIn is reserved'],
    ['that begins with $', 'abstract $seg: In<u32>;', 'field name $seg is reserved'],
  ];
  test.each(cases)('%s', async (_name, member, said) => {
    expect(await problemsOf({ tasks: pingTask(member) })).toContain(said);
  });
});
