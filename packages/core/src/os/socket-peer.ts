// What the kernel knows of the other end of a Unix socket, which may say of itself what it likes, or nothing.
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
/** struct pollfd: the descriptor; the events asked for, and above them those that are there. */
const pollfd = new Int32Array(2);

/**
 * The process that has connected, or that listens where this side has connected: 0 if it is none that can be seen from
 * here, because it is outside of this container, say. Undefined where the kernel does not tell.
 */
export function peerPid(socket: Socket): number | undefined {
  const fd = descriptorOf(socket);
  if (fd === undefined) return undefined;
  const length = new Uint32Array([credentials.byteLength]);
  const result = socketCalls().getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length);
  return result === 0 && length[0] === credentials.byteLength ? credentials[0] : undefined;
}

/**
 * Whether the peer has closed its side, or has ended: known at once also to a thread whose event loop stands still.
 * Undefined where that cannot be found out.
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

/** Node has it, and shows it to those who know where; it may stop doing so. */
function descriptorOf(socket: Socket): number | undefined {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: unknown } | null };
  const fd = handle?.fd;
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}
