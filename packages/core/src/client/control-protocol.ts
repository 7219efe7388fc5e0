/**
 * The messages on `control.sock`: one JSON object per line, in both directions. Only for what is rare: tasks never pass
 * through here. Neither side trusts the other; whatever does not have one of these shapes is no message.
 */
import type { RuntimeReport } from '../chi/runtime-report.js';
import { MAX_GRACE_MS } from '../config/grace.js';
import { MAX_PARTIES, MAX_WORKERS } from '../layout/control-layout.js';
import { SEGMENT_COUNT } from '../memory/segment.js';

/** Raised whenever the meaning of a message changes; compared in the handshake (design D2). */
export const PROTOCOL_VERSION = 1;

/** A client that sends a longer line is cut off. */
export const MAX_REQUEST_BYTES = 64 * 1024;
/** A list of all pools may be long. */
export const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** Name of the control plane's socket in the runtime's directory. */
export const CONTROL_SOCKET = 'control.sock';

/** Value of PARTY_GRANT_CHUNK_WORD if there is no room. */
export const NO_CHUNK = 0xffff_ffff;

const MAX_TEXT = 4096;
const MAX_U32 = 0xffff_ffff;

/** A client introduces itself. */
export interface Hello {
  readonly t: 'hello';
  readonly protocol: number;
  readonly layout: number;
  readonly pid: number;
  readonly startTime: string;
  /** The thread that has the connection, if it may end before the process does. */
  readonly thread?: { readonly pid: number; readonly startTime: string };
}

/** From a client. `open`, `stop`, `status` and `monitor` need no hello. */
export type ControlRequest =
  | Hello
  | { readonly t: 'grant'; readonly sequence: number; readonly segment: number; readonly count: number }
  /** The client no longer holds outputs of the first `epoch` threads that have died at a worker. */
  | { readonly t: 'let-go'; readonly worker: number; readonly epoch: number }
  /** The client no longer waits for this grant: if it was made, it is void. */
  | { readonly t: 'forgo'; readonly sequence: number }
  | { readonly t: 'give-back'; readonly segment: number; readonly first: number; readonly count: number }
  | { readonly t: 'bye' }
  /** The pools of the configuration exist: let everybody in. */
  | { readonly t: 'open' }
  | { readonly t: 'stop'; readonly graceMs: number }
  | { readonly t: 'status' }
  | { readonly t: 'monitor'; readonly query: string };

/** All that a client needs to know of the runtime. */
export interface Welcome {
  readonly t: 'welcome';
  readonly party: number;
  readonly token: number;
  /** Directory of the segments. */
  readonly directory: string;
  readonly segmentBytes: readonly number[];
  readonly workers: number;
  readonly queueDepth: number;
  /** By worker: offset of the pair of rings in the main segment. */
  readonly rings: readonly number[];
  readonly busyWaitUs: number;
  readonly pid: number;
  readonly startTime: string;
  readonly version: string;
}

/** A pool as `runtime status` shows it. */
export interface PoolStatus {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly containers: number;
}

/** From the control plane. */
export type ControlReply =
  | Welcome
  | { readonly t: 'refused'; readonly code: string; readonly message: string }
  | { readonly t: 'bye' }
  | { readonly t: 'open' }
  | { readonly t: 'worker-died'; readonly worker: number; readonly epoch: number; readonly message: string }
  | { readonly t: 'stopping'; readonly graceMs: number }
  /** The last message to a client that has broken the rules: a sentence that says how. */
  | { readonly t: 'expelled'; readonly why: string }
  | {
      readonly t: 'status';
      readonly pid: number;
      readonly workers: number;
      readonly uptimeMs: number;
      readonly pools: readonly PoolStatus[];
    }
  | { readonly t: 'monitor'; readonly report: RuntimeReport };

export function encodeMessage(message: ControlRequest | ControlReply): string {
  return `${JSON.stringify(message)}\n`;
}

/** The request on a line, or `undefined` if it is none. */
export function parseRequest(line: string): ControlRequest | undefined {
  const message = parseObject(line);
  return message !== undefined && isRequest(message) ? message : undefined;
}

/** The reply on a line, or `undefined` if it is none. */
export function parseReply(line: string): ControlReply | undefined {
  const message = parseObject(line);
  return message !== undefined && isReply(message) ? message : undefined;
}

type Unknown = Readonly<Record<string, unknown>>;

function parseObject(line: string): Unknown | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Unknown) : undefined;
  } catch {
    return undefined;
  }
}

function isRequest(message: Unknown): message is Unknown & ControlRequest {
  switch (message.t) {
    case 'hello':
      return isHello(message);
    case 'grant':
      return isSegment(message.segment) && isU32(message.sequence) && isCount(message.count);
    case 'give-back':
      return isSegment(message.segment) && isU32(message.first) && isCount(message.count);
    case 'let-go':
      return isWorker(message.worker) && isU32(message.epoch);
    case 'forgo':
      return isU32(message.sequence);
    case 'stop':
      return isGraceMs(message.graceMs);
    case 'monitor':
      return isText(message.query);
    case 'bye':
    case 'open':
    case 'status':
      return true;
    default:
      return false;
  }
}

function isReply(message: Unknown): message is Unknown & ControlReply {
  switch (message.t) {
    case 'welcome':
      return isWelcome(message);
    case 'refused':
      return isText(message.code) && isText(message.message);
    case 'worker-died':
      return isWorker(message.worker) && isU32(message.epoch) && isText(message.message);
    case 'stopping':
      return isGraceMs(message.graceMs);
    case 'expelled':
      return isText(message.why);
    case 'status':
      return isStatus(message);
    case 'monitor':
      return isReport(message.report);
    case 'bye':
    case 'open':
      return true;
    default:
      return false;
  }
}

function isHello(message: Unknown): boolean {
  const { protocol, layout, thread } = message;
  return (
    isU32(protocol) && isU32(layout) && isIdentity(message) && (thread === undefined || isIdentity(thread))
  );
}

function isIdentity(value: unknown): boolean {
  const { pid, startTime } = (value ?? {}) as Unknown;
  return isPid(pid) && isStartTime(startTime);
}

function isWelcome(message: Unknown): boolean {
  const {
    party,
    token,
    directory,
    segmentBytes,
    workers,
    queueDepth,
    rings,
    busyWaitUs,
    pid,
    startTime,
    version,
  } = message;
  return (
    isWithin(workers, 1, MAX_WORKERS) &&
    isWithin(party, workers, MAX_PARTIES - 1) &&
    isU32(token) &&
    isText(directory) &&
    isListOf(segmentBytes, SEGMENT_COUNT, Number.isSafeInteger) &&
    isWithin(queueDepth, 1, 2 ** 20) &&
    isListOf(rings, workers, isU32) &&
    typeof busyWaitUs === 'number' &&
    isPid(pid) &&
    isStartTime(startTime) &&
    isText(version)
  );
}

function isStatus(message: Unknown): boolean {
  const { pid, workers, uptimeMs, pools } = message;
  return (
    isPid(pid) &&
    isU32(workers) &&
    typeof uptimeMs === 'number' &&
    Array.isArray(pools) &&
    pools.every(isPool)
  );
}

/** Shown to people and passed on as JSON: nothing relies on the contents of its parts. */
function isReport(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isText((value as Unknown).query);
}

function isPool(value: unknown): boolean {
  const { id, name, module, containers } = (value ?? {}) as Unknown;
  return isText(id) && isText(name) && isText(module) && isU32(containers);
}

function isListOf(value: unknown, length: number, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length === length && value.every(is);
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isU32(value: unknown): value is number {
  return isWithin(value, 0, MAX_U32);
}

function isCount(value: unknown): boolean {
  return isWithin(value, 1, MAX_U32);
}

function isSegment(value: unknown): boolean {
  return isWithin(value, 0, SEGMENT_COUNT - 1);
}

function isWorker(value: unknown): boolean {
  return isWithin(value, 0, MAX_WORKERS - 1);
}

function isGraceMs(value: unknown): boolean {
  return isWithin(value, 0, MAX_GRACE_MS);
}

function isPid(value: unknown): boolean {
  return isWithin(value, 1, 0x7fff_ffff);
}

/** Clock ticks since the start of the system (os/process-identity.ts). */
function isStartTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}
