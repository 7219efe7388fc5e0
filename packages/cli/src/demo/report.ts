import { basename } from 'node:path';
import { styleText } from 'node:util';
import { isIntact, type DemoResult, type DeviceResult } from './result.js';

export interface ReportOptions {
  readonly colours: boolean;
  readonly roundTrips: number;
  readonly concurrent: number;
  readonly loops: number;
}

type Style = 'bold' | 'dim' | 'green' | 'red';

/** The final table. */
export function formatResult(result: DemoResult, options: ReportOptions): string {
  const { file, tasks, pingPongNs } = result;
  const paint = (style: Style, text: string): string => (options.colours ? styleText(style, text) : text);
  const device = (title: string, { ok, writeMBps, readMBps }: DeviceResult): string => {
    const verdict = ok ? paint('green', 'equal') : paint('red', 'DIFFERENT');
    return `  ${title.padEnd(16)}${speed(writeMBps)}${speed(readMBps)}   ${verdict}`;
  };
  const line = (title: string, value: string, about: string): string =>
    `  ${title.padEnd(16)}${paint('bold', value.padEnd(29))}${paint('dim', about)}`;
  const { p50, p99 } = tasks.roundTripUs;
  return [
    '',
    `  ${paint('bold', basename(file.path))}  ${count(file.bytes)} bytes  ${paint('dim', `sha256 ${file.sha256}`)}`,
    '',
    paint('dim', `  ${''.padEnd(16)}${'write'.padStart(12)}${'read'.padStart(12)}   sha256`),
    device('file device', file.fileDevice),
    device('RAM device', file.ramDevice),
    '',
    line(
      'round trip',
      `p50 ${us(p50)}  p99 ${us(p99)}`,
      `${count(options.roundTrips)} tasks, each awaited, after a quarter as many to warm up`,
    ),
    line(
      'throughput',
      `${millions(tasks.perSecond)} tasks/s`,
      `${count(options.concurrent)} tasks from ${options.loops} await loops`,
    ),
    line(
      'ping-pong',
      `${count(pingPongNs)} ns`,
      'one flag to another process and back: the machine at its best',
    ),
    '',
    isIntact(result)
      ? `  ${paint('dim', 'Runtime and client were two processes; both devices are gone again.')}`
      : `  ${paint('red', 'What was read back is not what was stored.')}`,
    '',
  ].join('\n');
}

function speed(mbps: number): string {
  return `${count(mbps)} MB/s`.padStart(12);
}

function us(value: number): string {
  return `${value.toFixed(2)} µs`;
}

function millions(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} million` : count(perSecond);
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
