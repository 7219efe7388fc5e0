import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, PoolId, startEmbedded } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { ScratchRuntime } from '../scratch-runtime.js';
import { serialised } from '../serialised.js';

/** One way to have a runtime; the same suite runs over each (practice 21). */
export interface Setup {
  readonly mode: 'daemon' | 'embedded';
  readonly workers: number;
  /** Every task goes through its serializers. */
  readonly net?: boolean;
}

export const SHARDS = 4;

/** A runtime with two pools of mod-name. */
export interface Fixture extends Setup {
  readonly chi: Connection;
  /** A pool with one container. */
  readonly mod: modName.Client;
  /** A pool with four, spread over the workers. */
  readonly sharded: modName.Client;
  /** A client of another pool. */
  client(poolId?: PoolId): modName.Client;
  /** What the runtime has written to its log. */
  log(): string;
  /** Ends everything; returns what was left behind. */
  close(): Promise<string[]>;
}

export async function openFixture(setup: Setup): Promise<Fixture> {
  const { chi, log, close } = await (setup.mode === 'daemon' ? daemon(setup) : embedded(setup));
  const client = (poolId?: PoolId): modName.Client => {
    const plain = new modName.Client(chi, poolId);
    return setup.net === true ? serialised(plain) : plain;
  };
  const fixture = {
    ...setup,
    chi,
    log,
    close,
    client,
    mod: client(PoolId.parse('7000.0')),
    sharded: client(PoolId.parse('7001.0')),
  };
  await fixture.mod.create({ poolName: 'greetings', params: { configData: 'x', workerCount: 2 } });
  await fixture.sharded.create({ poolName: 'shards', containers: SHARDS });
  return fixture;
}

type Opened = Pick<Fixture, 'chi' | 'log' | 'close'>;

async function daemon({ workers }: Setup): Promise<Opened> {
  const runtime = await ScratchRuntime.start({ workers });
  const chi = await runtime.connect();
  return { chi, log: () => runtime.log(), close: () => runtime.stop() };
}

async function embedded({ workers }: Setup): Promise<Opened> {
  const root = mkdtempSync(join(tmpdir(), 'chi-em-'));
  const dir = join(root, 'rt');
  const config = join(root, 'config.yaml');
  writeFileSync(config, 'logging: { level: info, file: log }\n');
  const memory = { mainSegmentSize: '16MB', clientDataSegmentSize: '16MB', runtimeDataSegmentSize: '32MB' };
  const chi = await startEmbedded({ workers, memory, config, dir });
  const { segments } = JSON.parse(readFileSync(join(dir, 'runtime.json'), 'utf8')) as { segments: string };
  return {
    chi,
    log: () => readFileSync(join(dir, 'log'), 'utf8'),
    close: async () => {
      await chi.close();
      const remains = readdirSync(dir).filter((name) => name !== 'log');
      rmSync(root, { recursive: true, force: true });
      return existsSync(segments) ? [...remains, segments] : remains;
    },
  };
}
