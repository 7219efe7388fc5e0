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

/** Whoever connects must say something useful within this time. */
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
  /** False for what the peer may not say now: it is cut off. */
  onRequest(connection: ControlConnection, request: ControlRequest): boolean;
  onNonsense(connection: ControlConnection): void;
  onClosed(connection: ControlConnection): void;
}

/** One peer on control.sock: its requests, the replies to them, and whose session it is. */
export class ControlConnection {
  /** Undefined until the hello, and for ever with whoever only asks. */
  client: Client | undefined;
  /** What goes on is being looked up for it; it has to wait for the answer before it asks again. */
  isObserving = false;
  /** It has taken leave: nothing that it does now is meant for its session. */
  saidBye = false;

  constructor(
    private readonly socket: Socket,
    events: ConnectionEvents,
  ) {
    const lines = new LineReader(MAX_REQUEST_BYTES);
    const hear = (line: string): boolean => {
      if (socket.destroyed) return false; // what came with it is not worked off
      const request = parseRequest(line);
      return request !== undefined && events.onRequest(this, request);
    };
    socket.setTimeout(HELLO_TIMEOUT_MS, () => socket.destroy());
    socket.on('error', () => undefined); // followed by close
    socket.on('data', (chunk: Buffer) => {
      if (lines.push(chunk, hear) || socket.destroyed) return;
      events.onNonsense(this);
      this.expel('this client sent what is no request');
    });
    socket.once('close', () => events.onClosed(this));
  }

  /** It has not taken in what it was told. */
  get isBehind(): boolean {
    return this.socket.writableLength > 0;
  }

  /** Whose socket it is, as the kernel says: see `peerPid`. */
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

  /** Closes the runtime's side once all replies are out, and waits for the peer's. */
  end(): void {
    this.socket.end();
  }

  /** Closes both sides once all replies are out. */
  endBoth(): void {
    this.socket.destroySoon();
  }

  /** Tells a client why, as far as it listens, and waits for nothing: whoever breaks rules may break more of them. */
  expel(why: string): void {
    if (this.client !== undefined) this.send({ t: 'expelled', why });
    this.cut();
  }

  cut(): void {
    this.socket.destroy();
  }
}
