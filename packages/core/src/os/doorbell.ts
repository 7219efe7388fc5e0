// A doorbell: a FIFO, whose one end a sleeper's event loop watches. Ringing is one small write, without a connection
// that has to be made anew when the sleeper is another thread than before.
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants as osConstants } from 'node:os';
import { libc } from './libc/libc.js';
import { pipeCalls } from './libc/pipe-calls.js';
import { systemError } from './libc/system-error.js';

const { O_NOFOLLOW, O_NONBLOCK, O_RDWR, O_WRONLY } = constants;
const O_CLOEXEC = 0o2000000;
const { EAGAIN, EEXIST } = osConstants.errno;
const OWNER_ONLY = 0o600;
/** Whoever rings finds the flag raised, so there is seldom more than a byte; a peer that floods it is read later. */
const BYTES_AT_ONCE = 64;
/** What the bytes are means nothing. */
const BELL = Uint8Array.of(1);

/** The end that is listened to. */
export class Doorbell {
  private readonly fd: number;
  private readonly socket: Socket;
  private readonly bytes = new Uint8Array(new ArrayBuffer(BYTES_AT_ONCE));

  /**
   * Makes the FIFO if there is none; one that is there stays, because others have it open.
   * @throws ChimaeraError SYSTEM_ERROR
   */
  constructor(path: string, onRing: () => void) {
    this.fd = openToListen(path);
    const buffer = Buffer.alloc(BYTES_AT_ONCE);
    const callback = (): boolean => {
      onRing();
      return true;
    };
    this.socket = new Socket({
      fd: this.fd,
      readable: true,
      writable: false,
      onread: { buffer, callback },
    } as ConstructorParameters<typeof Socket>[0]);
    this.socket.on('error', () => undefined);
    this.socket.unref();
  }

  /** The ringing has been heard otherwise: the event loop need not be told. */
  quiet(): void {
    if (!this.socket.destroyed) pipeCalls().read(this.fd, this.bytes, BYTES_AT_ONCE);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The end that rings. */
export class Bellpull {
  private constructor(private fd: number) {}

  /** Undefined when nobody listens there, or nobody has ever. */
  static open(path: string): Bellpull | undefined {
    let fd: number;
    try {
      fd = openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
    } catch {
      return undefined;
    }
    // As a bigint: Node resolves an import without following symbolic links if what it has last looked at with plain
    // numbers was a FIFO, and modules are still being loaded.
    if (fstatSync(fd, { bigint: true }).isFIFO()) return new Bellpull(fd);
    closeSync(fd);
    return undefined;
  }

  /** At once, on the calling thread. A bell that is full rings already. False when nobody listens any more. */
  ring(): boolean {
    if (this.fd < 0) return false;
    if (pipeCalls().write(this.fd, BELL, 1) === 1) return true;
    return libc().errno() === EAGAIN;
  }

  /** Harmless twice. */
  close(): void {
    if (this.fd >= 0) closeSync(this.fd);
    this.fd = -1;
  }
}

/** For reading and writing, so that it is never without a writer, which would be its end. */
function openToListen(path: string): number {
  const calls = pipeCalls();
  if (calls.mkfifo(path, OWNER_ONLY) < 0 && libc().errno() !== EEXIST)
    throw systemError('mkfifo', libc().errno(), path);
  // Not with node:fs: a thread that ends closes what that has opened, and the socket closes it as well.
  const fd = calls.open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) throw systemError('open', libc().errno(), path);
  return fd;
}
