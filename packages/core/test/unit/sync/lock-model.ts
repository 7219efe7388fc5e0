/** The rules of CoRwLock, written as simply as possible. CoMutex is the same with writers only. */
export type Mode = 'read' | 'write';

export interface Member {
  /** Which task, by number. */
  readonly task: number;
  readonly group: number;
  readonly mode: Mode;
  /** Number of the request. */
  readonly request: number;
}

interface Waiting extends Member {
  readonly isReader: boolean;
}

export class LockModel {
  inside: Member[] = [];
  queue: Waiting[] = [];
  /** Requests that have been granted, in order. */
  readonly granted: number[] = [];

  /** @returns what becomes of the request at once */
  lock(member: Member): 'inside' | 'queued' | 'deadlock' {
    if (this.mayEnterNow(member)) {
      this.enter(member);
      return 'inside';
    }
    const isReader = this.inside.some((other) => other.task === member.task && other.mode === 'read');
    const isOtherUpgrade = (other: Waiting): boolean =>
      other.isReader && other.mode === 'write' && other.group !== member.group;
    if (isReader && member.mode === 'write' && this.queue.some(isOtherUpgrade)) return 'deadlock';
    const last = this.queue.findLastIndex((other) => other.group === member.group);
    this.queue.splice(last < 0 ? this.queue.length : last + 1, 0, { ...member, isReader });
    return 'queued';
  }

  tryLock(member: Member): boolean {
    if (!this.mayEnterNow(member)) return false;
    this.enter(member);
    return true;
  }

  unlock(task: number, mode: Mode): boolean {
    const index = this.inside.findIndex((member) => member.task === task && member.mode === mode);
    if (index < 0) return false;
    this.inside.splice(index, 1);
    this.admit();
    return true;
  }

  abandon(task: number): void {
    for (let i = this.queue.length - 1; i >= 0; i--) {
      if (this.queue[i].task === task) this.queue.splice(i, 1);
    }
    this.admit();
  }

  end(task: number): void {
    this.abandon(task);
    this.inside = this.inside.filter((member) => member.task !== task);
    this.admit();
  }

  private mayEnterNow(member: Member): boolean {
    return this.isInside(member.group) ? this.fits(member) : this.queue.length === 0 && this.fits(member);
  }

  private isInside(group: number): boolean {
    return this.inside.some((other) => other.group === group);
  }

  private fits({ group, mode }: Member): boolean {
    const others = this.inside.filter((other) => other.group !== group);
    return mode === 'write' ? others.length === 0 : others.every((other) => other.mode === 'read');
  }

  private enter(member: Member): void {
    this.inside.push(member);
    this.granted.push(member.request);
  }

  private admit(): void {
    for (;;) {
      const groups = new Set(this.inside.map((member) => member.group));
      const ofLoneGroup =
        groups.size === 1 ? this.queue.find((member) => groups.has(member.group)) : undefined;
      const next = ofLoneGroup ?? this.queue[0];
      if (next === undefined || !this.fits(next)) return;
      this.queue.splice(this.queue.indexOf(next), 1);
      this.enter(next);
    }
  }
}
