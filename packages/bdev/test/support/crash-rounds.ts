import { join } from 'node:path';
import { type ChiBuffer, type Connection } from '@chimaera/core';
import * as bdev from '@chimaera/bdev';
import { type ScratchRuntime } from '../../../mod-name/test/support/scratch-runtime.js';
import { sleep, until, within } from '../../../mod-name/test/support/wait.js';
import { checkVersions, CrashModel, fillVersion, type ModelBlock } from './crash-model.js';
import { numbersFrom } from './random.js';

const KiB = 1024;
const UNIT = 4 * KiB;
const DEVICE_BYTES = 48 * 1024 * KiB;
const LOOPS = 10;
const LONGEST_BLOCK = 64 * KiB;
/** How a call may end if its runtime was killed. */
const GONE = ['RUNTIME_GONE', 'CLOSED', 'WORKER_DIED', 'NOT_CONNECTED', 'RUNTIME_STOPPED'];

/** What the rounds have seen, so that a test can check that they have shown something. */
export interface CrashTally {
  durableBlocks: number;
  durableWrites: number;
  frees: number;
  verifiedBlocks: number;
  verifiedBytes: number;
  strays: number;
}

/**
 * In each round, lets clients allocate, write, flush and free on one file device, kills the runtime at a random moment,
 * starts another, and compares what the device has with what was answered. The runtime runs before and after.
 */
export async function crashRounds(
  runtime: ScratchRuntime,
  rounds: number,
  seed: number,
): Promise<CrashTally> {
  const suite = new CrashSuite(runtime, seed);
  for (let round = 0; round < rounds; round++) {
    try {
      await suite.round();
    } catch (error) {
      throw new Error(`round ${round} of seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
  await suite.verify();
  return suite.tally;
}

class CrashSuite {
  readonly tally: CrashTally = {
    durableBlocks: 0,
    durableWrites: 0,
    frees: 0,
    verifiedBlocks: 0,
    verifiedBytes: 0,
    strays: 0,
  };
  readonly #path: string;
  readonly #model = new CrashModel();
  readonly #numbers: () => number;

  constructor(
    readonly runtime: ScratchRuntime,
    seed: number,
  ) {
    this.#path = join(runtime.root, 'crashing');
    this.#numbers = numbersFrom(seed);
  }

  /** A whole number below the bound. */
  random(below: number): number {
    return Math.floor(this.#numbers() * below);
  }

  async round(): Promise<void> {
    const chi = await this.runtime.connect();
    const isInterruptedOpening = this.random(5) === 0;
    if (isInterruptedOpening) {
      const opening = this.#open(chi).catch(() => undefined);
      await sleep(this.random(12));
      await this.runtime.kill();
      await within(opening, 'the end of a create whose runtime was killed');
    } else {
      const dev = await this.#openAndVerify(chi);
      const blocks = [...this.#model.blocks.values()];
      const loops = Array.from({ length: LOOPS }, (_, i) =>
        this.#work(
          chi,
          dev,
          blocks.filter((_block, at) => at % LOOPS === i),
        ),
      );
      await sleep(10 + this.random(120));
      await this.runtime.kill();
      await within(Promise.all(loops), 'the end of all calls after the runtime was killed');
    }
    this.#model.crashed();
    await this.runtime.closeConnections();
    await this.#launch();
  }

  /**
   * A killed process whose threads are inside the disk's driver needs a moment to end, and counts as running until
   * then.
   */
  async #launch(): Promise<void> {
    await until(async () => {
      try {
        await this.runtime.launch();
        return true;
      } catch (error) {
        if ((error as { code?: string }).code === 'RUNTIME_ALREADY_RUNNING') return false;
        throw error;
      }
    }, 'the start of another runtime');
  }

  async verify(): Promise<void> {
    await this.#openAndVerify(await this.runtime.connect());
  }

  async #open(chi: Connection): Promise<bdev.Client> {
    const dev = new bdev.Client(chi);
    await dev.create({ poolName: this.#path, params: { totalSize: DEVICE_BYTES } });
    return dev;
  }

  async #openAndVerify(chi: Connection): Promise<bdev.Client> {
    const dev = await this.#open(chi);
    const listed = await listAll(dev);
    const strays = this.#model.recover(listed);
    const { remainingSize } = await dev.getStats();
    const inUse = listed.reduce((sum, { size }) => sum + size, 0);
    if (remainingSize !== DEVICE_BYTES - inUse)
      throw new Error(`${remainingSize} bytes remain beside ${inUse} bytes of blocks`);
    if (strays.length > 0) await dev.freeBlocks({ blocks: strays });
    this.tally.strays += strays.length;
    using buffer = chi.allocateBuffer(LONGEST_BLOCK);
    for (const block of this.#model.blocks.values()) {
      this.tally.verifiedBlocks++;
      if (block.durable === 0) continue;
      await dev.read({ block, data: buffer, length: block.size });
      checkVersions(buffer.bytes.subarray(0, block.size), block);
      this.tally.verifiedBytes += block.size;
    }
    return dev;
  }

  /** Works on blocks of its own, one call at a time, until the runtime is gone. */
  async #work(chi: Connection, dev: bdev.Client, own: ModelBlock[]): Promise<void> {
    const buffer = chi.allocateBuffer(LONGEST_BLOCK);
    try {
      for (;;) await this.#step(dev, buffer, own);
    } catch (error) {
      if (!GONE.includes((error as { code?: string }).code ?? '')) throw error;
    }
  }

  async #step(dev: bdev.Client, buffer: ChiBuffer, own: ModelBlock[]): Promise<void> {
    const choice = this.random(20);
    if (own.length === 0 || (choice < 7 && own.length < 40)) await this.#allocate(dev, own);
    else if (choice < 14) await this.#write(dev, buffer, own[this.random(own.length)]);
    else if (choice < 19) await this.#free(dev, own);
    else {
      const answered = this.#model.answeredNow();
      await dev.flush();
      this.#model.flushed(answered);
    }
  }

  async #allocate(dev: bdev.Client, own: ModelBlock[]): Promise<void> {
    const size = 1 + this.random(LONGEST_BLOCK);
    const isDurable = this.random(3) > 0;
    const ticket = this.#model.allocationSent(size, UNIT);
    try {
      const { blocks } = await dev.allocateBlocks(isDurable ? { size, durable: true } : { size });
      own.push(...this.#model.allocated(ticket, blocks, isDurable));
      if (isDurable) this.tally.durableBlocks += blocks.length;
    } catch (error) {
      if ((error as { code?: string }).code !== 'NO_SPACE') throw error;
      this.#model.allocationRefused(ticket);
    }
  }

  async #write(dev: bdev.Client, buffer: ChiBuffer, block: ModelBlock): Promise<void> {
    const isDurable = this.random(2) === 0;
    const version = this.#model.writeSent(block);
    fillVersion(buffer.bytes.subarray(0, block.size), block, version);
    await dev.write({ block, data: buffer, length: block.size, durable: isDurable });
    this.#model.written(block, version, isDurable);
    if (isDurable) this.tally.durableWrites++;
  }

  async #free(dev: bdev.Client, own: ModelBlock[]): Promise<void> {
    const [block] = own.splice(this.random(own.length), 1);
    this.#model.freeing(block);
    await dev.freeBlocks({ blocks: [block] });
    this.#model.freed(block);
    this.tally.frees++;
  }
}

async function listAll(dev: bdev.Client): Promise<bdev.Block[]> {
  const all: bdev.Block[] = [];
  for (let fromOffset = 0; ;) {
    const { blocks } = await dev.listBlocks({ fromOffset, limit: 100 });
    all.push(...blocks);
    if (blocks.length < 100) return all;
    fromOffset = blocks[99].offset + 1;
  }
}
