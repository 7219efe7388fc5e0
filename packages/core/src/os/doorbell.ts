// A doorbell: a FIFO, one end of which a sleeper's event loop watches. Ringing is one small write and needs no
// connection, which would have to be made anew whenever another thread takes the sleeper's place.
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
/** Whoever rings has lowered a flag first, so there is seldom more than one byte. A flood is read bit by bit. */
const BYTES_AT_ONCE = 64;
/** The value of the byte has no meaning. */
const BELL = Uint8Array.of(1);

/** The listening end. */
export class Doorbell {
  private readonly fd: number;
  private readonly socket: Socket;
  private readonly bytes = new Uint8Array(new ArrayBuffer(BYTES_AT_ONCE));

  /**
   * Creates the FIFO if there is none; an existing one stays, because others have it open.
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

  /** The ringing was noticed by other means: the event loop need not be told. */
  quiet(): void {
    if (!this.socket.destroyed) pipeCalls().read(this.fd, this.bytes, BYTES_AT_ONCE);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The ringing end. */
export class Bellpull {
  private constructor(private fd: number) {}

  /** Undefined when nobody listens there. */
  static open(path: string): Bellpull | undefined {
    let fd: number;
    try {
      fd = openSync(path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
    } catch {
      return undefined;
    }
    // With bigints, because modules are still being loaded: if the last path that Node looked at with plain numbers was
    // a FIFO, it resolves the next import without following symbolic links.
    if (fstatSync(fd, { bigint: true }).isFIFO()) return new Bellpull(fd);
    closeSync(fd);
    return undefined;
  }

  /** Rings at once, on the calling thread. A full FIFO is already ringing. False when nobody listens any more. */
  ring(): boolean {
    if (this.fd < 0) return false;
    if (pipeCalls().write(this.fd, BELL, 1) === 1) return true;
    return libc().errno() === EAGAIN;
  }

  /** May be called twice. */
  close(): void {
    if (this.fd >= 0) closeSync(this.fd);
    this.fd = -1;
  }
}

/** Opened for reading and writing: without a writer the FIFO would report its end. */
function openToListen(path: string): number {
  const calls = pipeCalls();
  if (calls.mkfifo(path, OWNER_ONLY) < 0 && libc().errno() !== EEXIST)
    throw systemError('mkfifo', libc().errno(), path);
  // Not with node:fs: when a thread ends, Node closes the descriptors that it opened, and the socket closes this one,
  // too.
  const fd = calls.open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) throw systemError('open', libc().errno(), path);
  return fd;
}
