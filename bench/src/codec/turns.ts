/** Runs all contenders of a payload in separate processes, which take short turns. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Codec } from './contender.js';
import type { PayloadId } from './payloads.js';
import type { Answer, Turn } from './sample.js';

type Direction = keyof Codec;

/** ns per call, one for each turn. */
export type Reading = Partial<Record<Direction, number[]>>;

export interface Turns {
  readonly rounds: number;
  readonly warmUpRounds: number;
  readonly ms: number;
}

interface Runner {
  readonly name: string;
  readonly child: ChildProcess;
  readonly directions: readonly Direction[];
  readonly reading: Reading;
}

const program = fileURLToPath(new URL('sample.js', import.meta.url));
const ANSWER_TIMEOUT_MS = 60_000;

/** @returns figures by name of the contender; none for a contender without that payload */
export async function takeTurns(
  names: readonly string[],
  payload: PayloadId,
  path: string,
  { rounds, warmUpRounds, ms }: Turns,
): Promise<Record<string, Reading>> {
  const runners: Runner[] = [];
  try {
    for (const name of names) runners.push(await start(name, payload, path));
    for (let round = -warmUpRounds; round < rounds; round++) {
      for (const { name, child, directions, reading } of runners) {
        for (const direction of directions) {
          child.send({ direction, ms } satisfies Turn);
          const ns = (await answer(child, name, payload)) as number;
          if (round >= 0) (reading[direction] ??= []).push(ns);
        }
      }
    }
  } finally {
    for (const { child } of runners) child.kill();
  }
  return Object.fromEntries(
    runners.filter((it) => it.directions.length > 0).map((it) => [it.name, it.reading]),
  );
}

async function start(name: string, payload: PayloadId, path: string): Promise<Runner> {
  const child = fork(program, [name, payload, path], { stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    const directions = (await answer(child, name, payload)) as readonly Direction[];
    return { name, child, directions, reading: {} };
  } catch (error) {
    child.kill();
    throw error;
  }
}

async function answer(child: ChildProcess, name: string, payload: PayloadId): Promise<Answer> {
  const timer = setTimeout(() => child.kill('SIGKILL'), ANSWER_TIMEOUT_MS);
  const over = new AbortController();
  try {
    const { signal } = over;
    const ended = once(child, 'exit', { signal }).then(() => undefined);
    const said = await Promise.race([once(child, 'message', { signal }), ended]);
    if (said === undefined) throw new Error(`${name} ended without figures for payload ${payload}`);
    return said[0] as Answer;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
