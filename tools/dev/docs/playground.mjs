// A copy of this workspace, with its own runtime directory, in which the documentation is tried out.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import ts from 'typescript';
import { serveRegistry } from '../registry.mjs';

const LEFT_OUT = ['.git', '.scratch', '.test-results', 'coverage'];
const BLOCK_TIMEOUT_MS = 120_000;
const CLI = 'packages/cli/bin/chimaera.js';

export class Playground {
  #root = mkdtempSync(join(tmpdir(), 'chi-docs-'));
  #workspace = join(this.#root, 'workspace');
  #samples = [];
  /** Names in the workspace before anything was tried. */
  #own;
  #registry;
  #env = {
    ...process.env,
    CI: 'true',
    NO_COLOR: '1',
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    npm_config_loglevel: 'error',
    CHI_RUNTIME_DIR: join(this.#root, 'runtime'),
    CHI_EXIT_WITH: String(process.pid),
  };

  constructor() {
    for (const name of ['CHI_SERVER_CONF', 'CHI_REPO_PATH', 'CHI_WAIT_SERVER', 'CHI_DEBUG'])
      delete this.#env[name];
    mkdirSync(this.#workspace);
    const entries = readdirSync('.').filter((name) => !LEFT_OUT.includes(name));
    const copied = spawnSync('cp', ['-a', '--reflink=auto', ...entries, this.#workspace], {
      stdio: 'inherit',
    });
    if (copied.status !== 0) throw new Error('the workspace could not be copied');
    mkdirSync(join(this.#workspace, 'samples'));
    this.#own = new Set([...entries, 'samples', '.nx']);
  }

  /**
   * Tries the blocks of one document in order; returns what went wrong. Stops at the first problem, because later
   * blocks build on earlier ones.
   */
  async run(file, blocks) {
    let printed = '';
    for (const block of blocks) {
      const place = `${file}:${block.line}`;
      const beganMs = performance.now();
      const outcome = block.kind === 'output' ? compare(printed, block.text) : await this.#try(file, block);
      if (outcome.failure !== undefined) return [`${place}: ${outcome.failure}`];
      if (outcome.printed === undefined) continue;
      printed = outcome.printed;
      console.log(`${place}  ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
    }
    this.#stopRuntime();
    this.#tidy();
    return [];
  }

  /** Removes what a document has put beside the workspace's own directories before the next one is tried. */
  #tidy() {
    for (const name of readdirSync(this.#workspace))
      if (!this.#own.has(name)) rmSync(join(this.#workspace, name), { recursive: true });
  }

  /** All programs at once, so that the compiler's libraries are read only once. */
  checkTypes() {
    const path = join(this.#workspace, 'tsconfig.base.json');
    const { compilerOptions } = ts.readConfigFile(path, ts.sys.readFile).config;
    const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, this.#workspace);
    Object.assign(options, { composite: false, declaration: false, declarationMap: false, noEmit: true });
    for (const name of ['rootDir', 'outDir', 'tsBuildInfoFile']) delete options[name];
    const host = ts.createCompilerHost(options);
    host.getCurrentDirectory = () => this.#workspace;
    const program = ts.createProgram(
      this.#samples.map(({ path: sample }) => sample),
      options,
      host,
    );
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => this.#describe(diagnostic));
  }

  remove() {
    this.#stopRuntime();
    this.#registry?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  #try(file, block) {
    switch (block.kind) {
      case 'file':
        return this.#write(block);
      case 'excerpt':
        return this.#find(block);
      case 'elsewhere':
        return lookUp(block.text);
      case 'program':
        return this.#runProgram(file, block);
      default:
        return this.#runCommands(block);
    }
  }

  async #runCommands({ text, withRegistry }) {
    const env = withRegistry ? await this.#registryEnv() : {};
    return this.#spawn('bash', ['-euo', 'pipefail', '-c', text], env);
  }

  /** For repositories elsewhere, which install what this workspace would publish. */
  async #registryEnv() {
    this.#registry ??= await serveRegistry();
    return {
      npm_config_registry: this.#registry.url,
      npm_config_cache: join(this.#root, 'npm-cache'),
      npm_config_noproxy: '127.0.0.1',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
    };
  }

  #write({ path, text }) {
    const target = join(this.#workspace, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    return {};
  }

  #find({ path, text }) {
    const trimmed = (whole) =>
      whole
        .split('\n')
        .map((line) => line.trim())
        .join('\n');
    const found = trimmed(readFileSync(join(this.#workspace, path), 'utf8')).includes(trimmed(text));
    return found ? {} : { failure: `these lines are not in ${path}` };
  }

  async #runProgram(file, { line, text, withDaemon }) {
    const name = `${file.replace(/\W+/g, '-')}-${line}`;
    const path = join(this.#workspace, 'samples', `${name}.ts`);
    const program = join(this.#workspace, 'samples', `${name}.js`);
    writeFileSync(path, text);
    this.#samples.push({ path, file, line });
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    writeFileSync(program, ts.transpileModule(text, { compilerOptions: options, fileName: path }).outputText);
    if (!withDaemon) return this.#spawn(process.execPath, [program]);
    const started = await this.#spawn(process.execPath, [CLI, 'runtime', 'start']);
    const outcome = started.failure === undefined ? await this.#spawn(process.execPath, [program]) : started;
    this.#stopRuntime();
    return outcome;
  }

  #spawn(command, args, env = {}) {
    return new Promise((resolve) => {
      const child = spawn(command, args, {
        cwd: this.#workspace,
        env: { ...this.#env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: BLOCK_TIMEOUT_MS,
      });
      let printed = '';
      let all = '';
      child.stdout.on('data', (chunk) => ((printed += chunk), (all += chunk)));
      child.stderr.on('data', (chunk) => (all += chunk));
      child.once('close', (code, signal) => {
        if (code === 0) resolve({ printed });
        else resolve({ failure: `ended with ${signal ?? `code ${code}`}:\n${all}` });
      });
    });
  }

  #describe({ file, start, messageText }) {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    const sample = this.#samples.find(({ path }) => path === file?.fileName);
    if (sample === undefined) return message;
    return `${sample.file}:${sample.line + 1 + file.getLineAndCharacterOfPosition(start).line}: ${message}`;
  }

  #stopRuntime() {
    if (!existsSync(this.#env.CHI_RUNTIME_DIR)) return;
    const stop = [join(this.#workspace, CLI), 'runtime', 'stop', '--grace', '0'];
    spawnSync(process.execPath, stop, { env: this.#env, stdio: 'ignore' });
  }
}

/** Checks that the commands exist that CI runs elsewhere. */
function lookUp(text) {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Array.from(text.matchAll(/npm (?:run )?(?!run|ci\b|install\b)([\w:]+)/g), ([, name]) => name);
  const missing = names.find((name) => scripts[name] === undefined);
  return missing === undefined ? {} : { failure: `package.json has no script ${missing}` };
}

function compare(printed, expected) {
  const pattern = expected
    .trim()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*?');
  if (new RegExp(`^${pattern}$`).test(printed.trim())) return {};
  return { failure: `the block before printed\n${printed}` };
}
