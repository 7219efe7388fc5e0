/**
 * Looks something up for whoever asks, one look-up at a time, however many ask. Those who ask during a look-up share
 * the next one, so that everybody gets what was seen after they had asked.
 */
export class SharedLook<T> {
  private current: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(private readonly look: () => Promise<T>) {}

  ask(): Promise<T> {
    if (this.current === undefined) return this.begin();
    const begin = (): Promise<T> => this.begin();
    return (this.next ??= this.current.then(begin, begin));
  }

  private begin(): Promise<T> {
    this.next = undefined;
    const current = this.look();
    this.current = current;
    const end = (): void => {
      if (this.next === undefined) this.current = undefined;
    };
    current.then(end, end);
    return current;
  }
}
