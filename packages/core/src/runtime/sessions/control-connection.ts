import type { Socket } from 'node:net';
import {
  type ControlReply,
  type ControlRequest,
  encodeMessage,
  MAX_REQUEST_BYTES,
  parseRequest,
} from '../../client/control-protocol.js';
import { LineReader } from '../../client/line-reader.js';
import { peerPid } from '../../os/socket-peer.js';
import type { Allotment } from '../memory/allotment.js';
import type { ClientIdentity } from './client-identity.js';

/** A peer that connects must say something useful within this time. */
const HELLO_TIMEOUT_MS = 10_000;
/** A peer that lets more than this pile up is not reading. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

/** What a peer has become with its hello. */
export interface Client extends ClientIdentity {
  readonly party: number;
  readonly token: number;
  readonly allotment: Allotment;
}

export interface ConnectionEvents {
  /** False if the peer may not send this now: it is cut off. */
  onRequest(connection: ControlConnection, request: ControlRequest): boolean;
  onNonsense(connection: ControlConnection): void;
  onClosed(connection: ControlConnection): void;
}

/** One peer on control.sock: its requests, the replies to them, and whose session it is. */
export class ControlConnection {
  /** Undefined until the hello; a peer that only asks never sends one. */
  client: Client | undefined;
  /** A report is being compiled for it; it has to wait for that before it may ask again. */
  isObserving = false;
  /** It has said goodbye: nothing that it sends now is meant for its session. */
  saidBye = false;

  constructor(
    private readonly socket: Socket,
    events: ConnectionEvents,
  ) {
    const lines = new LineReader(MAX_REQUEST_BYTES);
    const hear = (line: string): boolean => {
      if (socket.destroyed) return false; // the rest of the chunk is dropped
      const request = parseRequest(line);
      return request !== undefined && events.onRequest(this, request);
    };
    socket.setTimeout(HELLO_TIMEOUT_MS, () => socket.destroy());
    socket.on('error', () => undefined); // followed by close
    socket.on('data', (chunk: Buffer) => {
      if (lines.push(chunk, hear) || socket.destroyed) return;
      events.onNonsense(this);
      this.expel('this client sent something that is not a request');
    });
    socket.once('close', () => events.onClosed(this));
  }

  /** Whether it has not yet read what it was sent. */
  get isBehind(): boolean {
    return this.socket.writableLength > 0;
  }

  /** The process at the other end, according to the kernel: see `peerPid`. */
  get pid(): number | undefined {
    return peerPid(this.socket);
  }

  /** The peer may be silent for as long as it likes. */
  allowSilence(): void {
    this.socket.setTimeout(0);
  }

  send(reply: ControlReply): void {
    const { socket } = this;
    if (socket.writableLength > MAX_UNREAD_BYTES) this.cut();
    else if (socket.writable) socket.write(encodeMessage(reply));
  }

  /** Closes the runtime's side once all replies are out, and waits for the peer to close its own. */
  end(): void {
    this.socket.end();
  }

  /** Closes both sides once all replies are out. */
  endBoth(): void {
    this.socket.destroySoon();
  }

  /**
   * Tells a client the reason, if it listens, and waits for nothing: a client that breaks rules may break more of them.
   */
  expel(why: string): void {
    if (this.client !== undefined) this.send({ t: 'expelled', why });
    this.cut();
  }

  cut(): void {
    this.socket.destroy();
  }
}
