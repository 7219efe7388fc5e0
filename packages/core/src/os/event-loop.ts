// Sleeping in place of an event loop: on the descriptor on which the loop would sleep, for as long as the loop would,
// so that nothing it waits for comes late. The code that slept finds out itself what woke it, without the layers
// between a socket and its listener, which take a hundred microseconds when they have not run for a while.
// Also: going on without a turn of the loop when that turn would find nothing.
import { eventLoopCalls, type EventLoopCalls } from './libc/event-loop-calls.js';

const POLLIN = 1;

/**
 * Node's internal function between two callbacks: runs promise reactions and ticks until there are none.
 * Undefined where Node does not expose it.
 */
const runTicks = (process as { _tickCallback?: () => void })._tickCallback;

/** The event loop of the calling thread, for callers that know that the loop would sleep now. */
export class EventLoop {
  // struct pollfd: i32 descriptor, i16 events, i16 returned events. Off the heap, so that nothing moves it.
  private readonly pollfd = new Int32Array(new ArrayBuffer(8));

  private constructor(
    private readonly calls: EventLoopCalls,
    private readonly loop: bigint,
  ) {
    this.pollfd[0] = calls.backendFd(loop);
  }

  /** Undefined where this Node does not expose its loop: then sleep by returning to it. */
  static ofThisThread(): EventLoop | undefined {
    const calls = eventLoopCalls();
    const loop = calls?.currentLoop() ?? 0n;
    if (calls === null || loop === 0n || calls.backendFd(loop) < 0) return undefined;
    return new EventLoop(calls, loop);
  }

  /**
   * Sleeps until the loop has something to do: I/O, a message, a timer. False when it has something to do already; then
   * return to the loop, which will find it.
   *
   * Call it from a `setImmediate` callback that has queued no microtasks or ticks. At that point all I/O that was found
   * has been handled, the next timer is set, and libuv's answer takes other immediates, closing handles and descriptors
   * that the kernel does not know of yet into account.
   */
  sleep(): boolean {
    const { calls, loop } = this;
    this.uncountRunning();
    // Otherwise timers would be late by the duration of this turn of the loop.
    calls.updateTime(loop);
    const timeoutMs = calls.backendTimeout(loop);
    if (timeoutMs === 0) return false;
    this.pollfd[1] = POLLIN;
    calls.poll(this.pollfd, 1, timeoutMs);
    return true;
  }

  /**
   * Skips a turn of the loop if it would find nothing: runs the pending promise reactions and ticks, and lets the
   * caller go on. A turn by way of `setImmediate` leaves some 600 bytes of garbage, this leaves none. False, with
   * nothing done, when the loop has something to do: then return to it.
   *
   * Call it from a `setImmediate` callback, outside promise reactions.
   * @param isFirst whether this is the first call in this callback
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
   * The running immediate is no longer pending, but Node tells libuv so only when the last one has returned or has been
   * cleared. While others are pending this changes nothing.
   */
  private uncountRunning(): void {
    clearImmediate(setImmediate(nothing));
  }
}

function nothing(): void {}
