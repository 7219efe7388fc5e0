import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';
import { queueCalls } from '../queues.js';

export const noQueue: LintRule = {
  name: 'no-queue',
  reason:
    'A container that makes no queue has all its tasks in one default lane: nothing is ordered, nothing gives way.',
  *check(module) {
    if (module.runtimeClass === undefined || module.ownMethods.length === 0) return;
    if (queueCalls(module).some(({ makes }) => makes)) return;
    yield {
      at: place(
        module.member('create')?.nameNode ?? module.runtimeClass.getNameNode() ?? module.runtimeClass,
      ),
      message: 'class Runtime makes no queue',
      hint: 'in create: this.createLocalQueue(kProcessingQueue, 4, QueuePriority.kLowLatency);',
    };
  },
};
