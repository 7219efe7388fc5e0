/** The concrete accessor class of a task: a flyweight over its memory. */
import { emitAccessors } from './accessors.js';
import { picture } from './picture.js';
import { emitSerializers } from './serializers.js';
import type { TaskContext } from './task-context.js';
import { block, docComment, paragraphs } from './text.js';

export function emitView(context: TaskContext): string[] {
  const { task, method, layout, imports } = context;
  const base = imports.value(task.name, '../tasks.js');
  const doc = paragraphs(
    task.doc,
    `Where ${method.key} (${method.id}) lies in its block:`,
    picture(layout).join('\n'),
  );
  const members = [
    ...layout.fields.flatMap((field) => emitAccessors(field, context)),
    emitReplicas(context),
    ...emitSerializers(context),
  ];
  const body = members.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
  return [...docComment(doc), ...block(`export class ${task.name}View extends ${base}`, body)];
}

/** The base class does not know the task's results. */
function emitReplicas({ method, imports }: TaskContext): string[] {
  const type = `readonly ${imports.type('Replica')}<${method.name}Result>[]`;
  return [
    ...docComment('Of a Broadcast or Range call alone: what each container answered.'),
    ...block(`override get replicas(): ${type}`, [`return super.replicas as ${type};`]),
  ];
}
