// What the kernel knows about the other end of a Unix socket, whatever that end says about itself.
import type { Socket } from 'node:net';
import { socketCalls } from './libc/socket-calls.js';

// The same on both architectures.
const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
const POLLRDHUP = 0x2000;
const POLLERR = 0x8;
const POLLHUP = 0x10;

/** struct ucred: pid, uid, gid. */
const credentials = new Int32Array(3);
/** struct pollfd: the descriptor; the requested events, and above them those that occurred. */
const pollfd = new Int32Array(2);

/**
 * The process that has connected, or that listens where this side has connected; 0 if it cannot be seen from here, for
 * instance because it is outside this container. Undefined where the kernel does not tell.
 */
export function peerPid(socket: Socket): number | undefined {
  const fd = descriptorOf(socket);
  if (fd === undefined) return undefined;
  const length = new Uint32Array([credentials.byteLength]);
  const result = socketCalls().getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length);
  return result === 0 && length[0] === credentials.byteLength ? credentials[0] : undefined;
}

/**
 * Whether the peer has closed its side, or has ended. Works even while this thread's event loop stands still. Undefined
 * where that cannot be determined.
 */
export function hasPeerLeft(socket: Socket): boolean | undefined {
  if (socket.destroyed) return true;
  const fd = descriptorOf(socket);
  if (fd === undefined) return undefined;
  pollfd[0] = fd;
  pollfd[1] = POLLRDHUP;
  const ready = socketCalls().poll(pollfd, 1, 0);
  if (ready < 0) return undefined;
  return ((pollfd[1]! >>> 16) & (POLLRDHUP | POLLHUP | POLLERR)) !== 0;
}

/** Node has the descriptor on an undocumented property, which it may remove. */
function descriptorOf(socket: Socket): number | undefined {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: unknown } | null };
  const fd = handle?.fd;
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}
