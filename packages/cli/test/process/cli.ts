/** Runs the commands as a user does: by their launchers, in separate processes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';

const bin = (name: string): string => fileURLToPath(new URL(`../../bin/${name}.js`, import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

export function spawnProgram(program: string, args: readonly string[], env: Environment = {}): ChildProcess {
  // the environment of the test run must not affect what is tested
  const { CHI_DEBUG: _debug, CHI_RUNTIME_DIR: _dir, CHI_SERVER_CONF: _conf, ...inherited } = process.env;
  return spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, HOME: '/nonexistent', CHI_EXIT_WITH: String(process.pid), ...env },
  });
}

export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close'),
  ]);
  return { code: code as number | null, stdout, stderr };
}

export function chimaera(args: readonly string[], env?: Environment): Promise<Outcome> {
  return outcomeOf(spawnProgram(bin('chimaera'), args, env));
}

export function spawnChimaera(args: readonly string[], env?: Environment): ChildProcess {
  return spawnProgram(bin('chimaera'), args, env);
}

export function refreshRepo(args: readonly string[]): Promise<Outcome> {
  return outcomeOf(spawnProgram(bin('chi-refresh-repo'), args));
}

/** Small segments: a test needs little, and several run on a machine. */
const SMALL = `runtime: { workers: 1 }
memory: { main_segment_size: 4MB, client_data_segment_size: 1MB, runtime_data_segment_size: 1MB }
`;

/** A place for a runtime and its files; `remove` ends whatever still runs in it. */
export class Place {
  readonly root = mkdtempSync('/tmp/chi-cli-');
  readonly dir = join(this.root, 'runtime');
  readonly config = this.write('chimaera.yaml', SMALL);

  write(name: string, content: string): string {
    const path = join(this.root, name);
    writeFileSync(path, content);
    return path;
  }

  /** A configuration that also has these lines. */
  writeConfig(name: string, more: string): string {
    return this.write(name, SMALL + more);
  }

  start(...args: string[]): Promise<Outcome> {
    return chimaera(['runtime', 'start', '--dir', this.dir, '--config', this.config, ...args]);
  }

  run(command: string, ...args: string[]): Promise<Outcome> {
    return chimaera(['runtime', command, '--dir', this.dir, ...args]);
  }

  async status(): Promise<{
    running: boolean;
    pid: number;
    pools: { name: string; id: string; module: string }[];
  }> {
    return JSON.parse((await this.run('status', '--json')).stdout) as Awaited<ReturnType<Place['status']>>;
  }

  /** Directory of the segments of the runtime that runs here. */
  segments(): string {
    return (JSON.parse(readFileSync(join(this.dir, 'runtime.json'), 'utf8')) as { segments: string })
      .segments;
  }

  /** What a runtime must not leave behind: everything but its log. */
  remains(): string[] {
    return existsSync(this.dir) ? readdirSync(this.dir).filter((name) => !name.endsWith('.log')) : [];
  }

  async remove(): Promise<void> {
    await this.run('stop', '--grace', '0');
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Whether the process still runs. One that was not waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !['Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
  } catch {
    return false;
  }
}
