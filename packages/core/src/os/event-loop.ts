// Sleeping in place of an event loop: on the descriptor on which it would sleep itself, for as long as it would, so
// that nothing that it waits for comes late. What wakes the sleeper is found by the code that slept, without the layers
// between a socket and its listener, which take a hundred microseconds when they have not run for a while.
// And going on without a turn of the loop where that would find nothing.
import { eventLoopCalls, type EventLoopCalls } from './libc/event-loop-calls.js';

const POLLIN = 1;

/**
 * Node's own function for what it does between two callbacks: runs promise reactions and ticks until there are none.
 * Undefined where Node does not show it.
 */
const runTicks = (process as { _tickCallback?: () => void })._tickCallback;

/** The event loop of the calling thread, for whoever knows that the loop would sleep now. */
export class EventLoop {
  // struct pollfd: i32 descriptor, i16 events, i16 what came of them. Off the heap, so that nothing moves it.
  private readonly pollfd = new Int32Array(new ArrayBuffer(8));

  private constructor(
    private readonly calls: EventLoopCalls,
    private readonly loop: bigint,
  ) {
    this.pollfd[0] = calls.backendFd(loop);
  }

  /** Undefined where this Node does not show it: then sleep by returning to it. */
  static ofThisThread(): EventLoop | undefined {
    const calls = eventLoopCalls();
    const loop = calls?.currentLoop() ?? 0n;
    if (calls === null || loop === 0n || calls.backendFd(loop) < 0) return undefined;
    return new EventLoop(calls, loop);
  }

  /**
   * Sleeps until the loop has something to do: I/O, a message, a timer. False when it has something to do already,
   * which is for the loop itself to find: return to it.
   *
   * To be called from a `setImmediate` callback that has queued nothing in microtasks or ticks: there all I/O that was
   * found has been worked on, the next timer is set, and libuv's answer takes other immediates, closing handles and
   * descriptors that the kernel has not been told of into account.
   */
  sleep(): boolean {
    const { calls, loop } = this;
    this.uncountRunning();
    // Otherwise timers would be late by as long as this turn of the loop has taken.
    calls.updateTime(loop);
    const timeoutMs = calls.backendTimeout(loop);
    if (timeoutMs === 0) return false;
    this.pollfd[1] = POLLIN;
    calls.poll(this.pollfd, 1, timeoutMs);
    return true;
  }

  /**
   * Spares a turn of the loop if it would find nothing: runs the promise reactions and ticks that are waiting, and
   * lets the caller go on. A turn by `setImmediate` makes some 600 bytes of garbage, this none. False, and nothing
   * done, when the loop has something to do: return to it.
   *
   * To be called from a `setImmediate` callback, outside of promise reactions.
   * @param isFirst not yet called in this callback
   */
  spareTurn(isFirst: boolean): boolean {
    if (runTicks === undefined) return false;
    const { calls, loop } = this;
    if (isFirst) this.uncountRunning();
    calls.updateTime(loop);
    if (calls.backendTimeout(loop) === 0) return false;
    this.pollfd[1] = POLLIN;
    if (calls.poll(this.pollfd, 1, 0) !== 0) return false;
    runTicks();
    return true;
  }

  /**
   * The immediate that is running is not pending any more, but Node tells libuv only when the last one has returned,
   * or has been cleared. While others are pending this changes nothing.
   */
  private uncountRunning(): void {
    clearImmediate(setImmediate(nothing));
  }
}

function nothing(): void {}
