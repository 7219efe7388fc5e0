import { TaskNode } from '../task/task-node.js';
import type { CallOptions } from './call-options.js';
import type { PartyHost } from './party-host.js';
import { writeNode } from './task-header.js';

/**
 * The groups of the tasks that a party sends (guide "TaskNode Grouping Behavior"): inherited, given, or a new one for
 * each task.
 */
export class Groups {
  private count = 0;

  constructor(
    /** Identifies the party: nobody else begins groups with this origin. */
    private readonly token: number,
    /** A worker sends on behalf of the tasks that it runs, a client does not. */
    private readonly isWorker: boolean,
    private readonly host: PartyHost,
  ) {}

  /** A new group, without a task yet. */
  begin(): TaskNode {
    return TaskNode.begin(this.token, ++this.count >>> 0);
  }

  /** Writes the group of a task that is about to be sent. */
  write(words: Uint32Array, word: number, options: CallOptions | undefined): void {
    const parent = this.host.currentNode();
    const node = options?.taskNode ?? parent;
    if (node === undefined) writeNode(words, word, this.token, (this.count = (this.count + 1) | 0), 0);
    else writeNode(words, word, node.origin, node.major, this.depthBelow(parent, node));
  }

  /** How many tasks wait for this one (admin's flush), whatever group it was given. */
  private depthBelow(parent: TaskNode | undefined, node: TaskNode): number {
    if (parent !== undefined) return parent.minor + 1;
    // A client is never inside a task. A callback in a worker may belong to the task whose node it uses.
    return this.isWorker ? node.$sentMinor : 0;
  }
}
