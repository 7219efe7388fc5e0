/** The result of the demo; `--json` prints exactly this. MB are 10^6 bytes. */
export interface DemoResult {
  readonly file: FileResult;
  readonly tasks: TasksResult;
  /** Round trip of a flag between two spinning processes, measured just before. */
  readonly pingPongNs: number;
}

export interface FileResult {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly fileDevice: DeviceResult;
  readonly ramDevice: DeviceResult;
}

export interface DeviceResult {
  /** Whether what was read back has the SHA-256 of the file. */
  readonly ok: boolean;
  readonly writeMBps: number;
  readonly readMBps: number;
}

export interface TasksResult {
  readonly roundTripUs: { readonly p50: number; readonly p99: number };
  readonly perSecond: number;
}

export function isIntact({ file }: DemoResult): boolean {
  return file.fileDevice.ok && file.ramDevice.ok;
}
