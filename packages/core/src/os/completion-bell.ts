// Wakes an event loop when an io_uring has completions. Node's event loop takes no eventfd, but it reads pipes: the
// ring itself is told to wait for its eventfd and then to write a byte into a pipe of ours.
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { IoUringOp, SILENT_USER_DATA, SqeFlag } from './io-uring-layout.js';
import type { IoUring } from './io-uring.js';
import { fileCalls } from './libc/file-calls.js';
import { libc } from './libc/libc.js';
import { systemError } from './libc/system-error.js';
import { addressOf, mapPrivateMemory } from './native-memory.js';
import { remains } from './thread-remains.js';

const CLOSE_ON_EXEC = 0o2000000;
/** Number of submissions that `arm` prepares. */
export const BELL_SUBMISSIONS = 2;
const EVENTFD_BYTES = 8;

export class CompletionBell {
  private readonly eventfd: number;
  private readonly pipe: number;
  private readonly socket: Socket;
  /**
   * Memory for both submissions: the eventfd's count is read into the first half, the byte written comes from the
   * second.
   */
  private readonly address: number;
  private readonly noted: readonly number[];
  private armed = false;

  /** @throws ChimaeraError SYSTEM_ERROR */
  constructor(
    private readonly ring: IoUring,
    onRing: () => void,
  ) {
    const calls = fileCalls();
    this.eventfd = calls.eventfd(0, CLOSE_ON_EXEC);
    if (this.eventfd < 0) throw systemError('eventfd', libc().errno(), 'the bell of an io_uring');
    const ends = new Int32Array(2);
    if (calls.pipe2(ends, CLOSE_ON_EXEC) < 0) {
      const errno = libc().errno();
      calls.close(this.eventfd);
      throw systemError('pipe2', errno, 'the bell of an io_uring');
    }
    this.pipe = ends[1]!;
    this.noted = [this.eventfd, this.pipe].map((fd) => remains().noteDescriptor(fd));
    this.address = addressOf(mapPrivateMemory(EVENTFD_BYTES * 2));
    this.socket = new Socket({ fd: ends[0]!, readable: true, writable: false });
    this.socket.on('data', () => {
      this.armed = false;
      onRing();
    });
    this.socket.unref();
    ring.setEventfdEnabled(false);
    ring.registerEventfd(this.eventfd);
  }

  /**
   * From the ring's next `submit` on, completions ring the bell. The ring needs room for BELL_SUBMISSIONS. Earlier
   * completions do not ring it, so look for them after submitting.
   * came earlier do not ring: look for them after having submitted.
   */
  arm(): void {
    this.ring.setEventfdEnabled(true);
    if (this.armed) return;
    this.armed = true;
    const { address } = this;
    const { kLink, kSkipSuccess } = SqeFlag;
    this.ring.prepare({
      op: IoUringOp.kRead,
      fd: this.eventfd,
      address,
      byteLength: EVENTFD_BYTES,
      offset: 0,
      userData: SILENT_USER_DATA,
      flags: kLink | kSkipSuccess,
      opFlags: 0,
    });
    this.ring.prepare({
      op: IoUringOp.kWrite,
      fd: this.pipe,
      address: address + EVENTFD_BYTES,
      byteLength: 1,
      offset: 0,
      userData: SILENT_USER_DATA,
      flags: kSkipSuccess,
      opFlags: 0,
    });
  }

  /** For when somebody looks for completions anyway. An armed bell stays armed, but is silent. */
  mute(): void {
    this.ring.setEventfdEnabled(false);
  }

  /**
   * One of the bell's own submissions has completed: it has failed, unless this is an old kernel that reports success,
   * too.
   */
  failed(result: number): void {
    if (result >= 0 || result === -constants.errno.ECANCELED) return;
    this.armed = false;
  }

  /**
   * For the end of the thread, when the ring has been closed. The socket goes with the event loop; these descriptors
   * would stay.
   */
  close(): void {
    for (const place of this.noted) remains().forget(place);
    fileCalls().close(this.eventfd);
    fileCalls().close(this.pipe);
  }

  /** Whether the bell keeps the event loop alive. */
  keepAlive(keep: boolean): void {
    if (keep) this.socket.ref();
    else this.socket.unref();
  }
}
