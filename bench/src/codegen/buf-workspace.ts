/** The same declarations for protoc-gen-es, run by buf: a file per module, two messages and an rpc per method. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Generator, METHODS, MODULES } from './generator.js';

const numbers = Array.from({ length: METHODS }, (_, i) => i);

/** undefined if the packages are not installed, or have no binary for this machine. */
export function bufWorkspace(root: string, modules = MODULES): Generator | undefined {
  const buf = binOf('@bufbuild/buf', 'bin/buf');
  const plugin = binOf('@bufbuild/protoc-gen-es', 'bin/protoc-gen-es');
  if (buf === undefined || plugin === undefined) return undefined;
  const env = { ...process.env, XDG_CACHE_HOME: join(root, 'cache'), BUF_CACHE_DIR: join(root, 'cache') };
  const bufOf = (...args: readonly string[]) =>
    spawnSync(process.execPath, [buf, ...args], { cwd: root, env, encoding: 'utf8' });
  if (bufOf('--version').status !== 0) return undefined;
  mkdirSync(join(root, 'proto'));
  writeFileSync(join(root, 'buf.yaml'), 'version: v2\nmodules:\n  - path: proto\n');
  const local = JSON.stringify([process.execPath, plugin]);
  const plugins = `plugins:\n  - local: ${local}\n    out: out\n    opt: target=ts\n`;
  writeFileSync(join(root, 'buf.gen.yaml'), `version: v2\n${plugins}`);
  const fileOf = (module: number): string => join(root, `proto/mod${module}.proto`);
  for (let module = 0; module < modules; module++) writeFileSync(fileOf(module), protoOf(module));
  return {
    forget: () => rmSync(join(root, 'out'), { recursive: true, force: true }),
    touch: (repeat) => appendFileSync(fileOf(1), `// ${repeat}\n`),
    run() {
      const { status, stderr } = bufOf('generate');
      if (status !== 0 || !existsSync(join(root, `out/mod${modules - 1}_pb.ts`))) throw new Error(stderr);
    },
  };
}

function binOf(name: string, path: string): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);
  } catch {
    return undefined;
  }
}

function protoOf(module: number): string {
  const messages = numbers.map(
    (i) => `message Do${i}Request {
  uint32 count = 1;
  // What it is about.
  string text = 2;
  repeated Point points = 3;
}
message Do${i}Response {
  // What it is about.
  string text = 1;
  map<string, uint64> totals = 2;
  bytes raw = 3;
}
`,
  );
  const rpcs = numbers.map((i) => `  // Does ${i}.\n  rpc Do${i}(Do${i}Request) returns (Do${i}Response);\n`);
  return `syntax = "proto3";
package fifty.mod${module};
message Point {
  uint32 x = 1;
  uint64 y = 2;
  string name = 3;
}
message CreateParams {
  uint32 size = 1;
}
${messages.join('')}service Runtime {
${rpcs.join('')}}
`;
}
