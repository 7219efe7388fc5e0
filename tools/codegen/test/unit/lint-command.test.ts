import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { relative } from 'node:path';
import { main } from '../../src/cli.js';
import { Disk } from '../support/disk.js';
import { MODULE_YAML, pingTask } from '../support/repo.js';

const RUNTIME = `import { chiTask, CoMutex, Container, MonitorMode, QueuePriority, type RunContext } from '@chimaera/core/module';
import type { PingTask } from './tasks.js';
const kWorkQueue = 0;
export class Runtime extends Container {
  private readonly mutex = new CoMutex();
  create(): void {
    this.createLocalQueue(kWorkQueue, 1, QueuePriority.kLowLatency);
  }
  async ping(_task: PingTask, _rctx: RunContext): Promise<void> {
    const held = await this.mutex.scoped();
  }
  monitorPing(mode: MonitorMode, _task: PingTask, rctx: RunContext): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kWorkQueue, 0);
  }
}
`;

let disk: Disk;
const printed: string[] = [];
const lint = (...args: string[]) => main(['lint', disk.at('mods'), ...args], (line) => printed.push(line));
const shown = () =>
  printed
    .splice(0)
    .join('\n')
    .replaceAll(`${relative(process.cwd(), disk.root)}/`, '');

beforeEach(() => {
  disk = new Disk({
    'mods/chimaera_repo.yaml': 'namespace: demo\n',
    'mods/sample/chimaera_mod.yaml': MODULE_YAML,
    'mods/sample/src/tasks.ts': pingTask('abstract n: In<u32>;'),
    'mods/sample/src/runtime.ts': RUNTIME,
    'mods/sample/src/client.ts': `import { ClientBase } from './autogen/client.js';\nexport class Client extends ClientBase {}\n`,
    'mods/sample/src/autogen/not-looked-at.ts': `import { Mutex } from 'async-mutex';\n`,
  });
});
afterEach(() => disk.remove());

describe('codegen lint', () => {
  test('prints what it finds, with place, excerpt and hint', async () => {
    expect(await lint()).toBe(1);
    expect(shown())
      .toContain(`mods/sample/src/runtime.ts:10:24: error: this.mutex.scoped() is not declared with using [scoped-using]
   10 |     const held = await this.mutex.scoped();
      |                        ^
  hint: using _held = await this.mutex.scoped();`);
  });

  test('fixes what can be fixed safely', async () => {
    expect(await lint()).toBe(1);
    expect(shown()).toMatch(/2 problems; --fix mends 2 of them$/);
    expect(await lint('--fix')).toBe(0);
    expect(shown()).toBe('mended mods/sample/src/runtime.ts\n1 module, nothing to complain of');
    expect(disk.read('mods/sample/src/runtime.ts')).toBe(
      `${RUNTIME.replace('const held', 'using held')}\nexport default chiTask(Runtime);\n`,
    );
  });

  test('reports what prevents generation, too', async () => {
    disk.write('mods/sample/chimaera_mod.yaml', MODULE_YAML.replace('kPing: 10', 'kPing: 3'));
    disk.write('mods/sample/src/more.ts', 'const = 1;\n');
    expect(await lint()).toBe(1);
    const said = shown();
    expect(said).toContain('[method-id]');
    expect(said).toContain('mods/sample/src/more.ts:1:7: error: not valid TypeScript');
    expect(said).toContain('[scoped-using]');
  });

  test('lists its rules', async () => {
    expect(await lint('--rules')).toBe(0);
    expect(shown()).toContain('monitor-enqueue\n    A monitor says where a task goes;');
  });
});
