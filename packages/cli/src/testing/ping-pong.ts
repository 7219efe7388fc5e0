import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMappedFile, yieldProcessor } from '@chimaera/core/runtime';
import { FLAG_WORD, OVER, PING_PONG_BYTES, POLLS_PER_YIELD, READY_WORD } from './ping-pong-layout.js';

const WARM_UP_MS = 40;
const MEASURE_MS = 120;
const ROUNDS_PER_BATCH = 2000;
const PEER_START_MS = 5000;
const ANSWER_MS = 2000;

/**
 * Nanoseconds that a flag in shared memory takes to another process and back while both spin: the best that the machine
 * can do at this moment. Virtual cores move, and every figure about shared memory moves with them. Takes a quarter of a
 * second, most of it on this thread.
 */
export async function measurePingPong(): Promise<number> {
  // Any file can be mapped. Outside /dev/shm nothing is left there, whatever happens.
  const directory = await mkdtemp(join(tmpdir(), 'chimaera-ping-'));
  const path = join(directory, 'flag');
  let peer: ChildProcess | undefined;
  try {
    const words = new Int32Array(createMappedFile(path, PING_PONG_BYTES).buffer);
    peer = spawn(process.execPath, [fileURLToPath(new URL('ping-pong-peer.js', import.meta.url)), path], {
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true, // Ctrl-C is for those who clean up
    });
    await untilReady(words, peer);
    await rm(directory, { recursive: true }); // both have it mapped
    try {
      playFor(words, WARM_UP_MS);
      return Math.round(median(playFor(words, MEASURE_MS)));
    } finally {
      Atomics.store(words, FLAG_WORD, OVER);
    }
  } finally {
    if (peer !== undefined) await ended(peer);
    await rm(directory, { recursive: true, force: true });
  }
}

/** Nanoseconds per round trip, for each batch. */
function playFor(words: Int32Array, durationMs: number): number[] {
  const batches: number[] = [];
  const endMs = performance.now() + durationMs;
  for (let beganMs = performance.now(); beganMs < endMs;) {
    // A batch ends early if both processes share a core, where every round takes milliseconds.
    let rounds = 0;
    let nowMs = beganMs;
    while (rounds < ROUNDS_PER_BATCH && nowMs < endMs) {
      const slow = playRound(words);
      if (++rounds === ROUNDS_PER_BATCH || slow) nowMs = performance.now();
    }
    batches.push(((nowMs - beganMs) * 1e6) / rounds);
    beganMs = nowMs;
  }
  return batches;
}

/**
 * [ping] Odd numbers go, even ones come back. True if the answer took so long that it is worth looking at the clock.
 */
function playRound(words: Int32Array): boolean {
  const ball = (Atomics.load(words, FLAG_WORD) + 1) & 0x3fff_ffff;
  Atomics.store(words, FLAG_WORD, ball);
  for (let polls = 1; Atomics.load(words, FLAG_WORD) === ball; polls++) {
    if (polls % POLLS_PER_YIELD === 0) return waitLong(words, ball);
  }
  return false;
}

function waitLong(words: Int32Array, ball: number): true {
  const deadlineMs = performance.now() + ANSWER_MS;
  while (Atomics.load(words, FLAG_WORD) === ball) {
    if (performance.now() > deadlineMs)
      throw new Error('the other process of the ping-pong has stopped answering');
    yieldProcessor();
  }
  return true;
}

async function untilReady(words: Int32Array, peer: ChildProcess): Promise<void> {
  const deadlineMs = performance.now() + PEER_START_MS;
  while (Atomics.load(words, READY_WORD) === 0) {
    if (hasEnded(peer) || performance.now() > deadlineMs) {
      throw new Error('the other process of the ping-pong did not start');
    }
    await sleep(1);
  }
}

async function ended(peer: ChildProcess): Promise<void> {
  if (hasEnded(peer)) return;
  const killer = setTimeout(() => peer.kill('SIGKILL'), ANSWER_MS);
  await once(peer, 'exit');
  clearTimeout(killer);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}
