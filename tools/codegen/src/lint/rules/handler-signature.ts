import type { Method } from '../../model/method.js';
import { Node } from '../../input/ts-morph.js';
import type { LintModule } from '../lint-module.js';
import type { Finding, LintRule } from '../rule.js';
import { place, type Member } from '../syntax.js';

export const handlerSignature: LintRule = {
  name: 'handler-signature',
  reason:
    'Methods take the task handle of their own class and the run context: any other type reads fields that are not there.',
  *check(module) {
    for (const { method, member } of module.handlers) {
      yield* taskParameter(method, member, 0, module);
      yield* promisedValue(member);
    }
    for (const { method, member } of module.monitors) yield* taskParameter(method, member, 1, module);
  },
};

/** An author who declares a value means it as a result. */
function* promisedValue({ name, body }: Member): Iterable<Finding> {
  const type = Node.isReturnTyped(body) ? body.getReturnTypeNode() : undefined;
  const promised = /\bPromise<(?!(?:void|undefined|never)>)/.exec(type?.getText() ?? '');
  if (type === undefined || promised === null) return;
  yield {
    at: place(type),
    message: `${name} promises a value, which goes nowhere: results are fields of the task`,
    hint: 'set an Out field, and promise void',
  };
}

function* taskParameter(
  method: Method,
  member: Member,
  index: number,
  module: LintModule,
): Iterable<Finding> {
  const parameter = member.parameters[index];
  if (parameter === undefined || parameter.name.startsWith('...')) return;
  const expected = `${method.name}Task`;
  const type = parameter.type ?? 'no type';
  const [name] = type.split('<');
  const isView = name === `${expected}View`;
  const isLifecycle = method.task === undefined && /Task$/.test(name!);
  if (name === expected || isView || isLifecycle || name!.endsWith(`.${expected}`)) return;
  const order =
    index === 0
      ? `${member.name}(task: ${expected}, rctx: RunContext)`
      : `${member.name}(mode: MonitorMode, task: ${expected}, rctx: RunContext)`;
  const isOther = module.methods.some((other) => `${other.name}Task` === name);
  yield {
    at: place(parameter.node),
    message: `${member.name} takes ${isOther ? 'the task of another method, ' : ''}${type}, not ${expected}`,
    hint: `write ${order}`,
  };
}
