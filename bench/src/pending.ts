/** Calls that wait for an answer, by a small number that is reused: what a message-passing peer needs. */
export class Pending<T> {
  private readonly resolvers: ((value: T) => void)[] = [];
  private readonly free: number[] = [];

  /** Registers a call; `send` gets the number that the answer must carry. */
  add(send: (id: number) => void): Promise<T> {
    return new Promise<T>((resolve) => {
      const id = this.free.pop() ?? this.resolvers.length;
      this.resolvers[id] = resolve;
      send(id);
    });
  }

  settle(id: number, value: T): void {
    const resolve = this.resolvers[id]!;
    this.free.push(id);
    resolve(value);
  }
}
