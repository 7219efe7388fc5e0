/** Real generated code over the real core: a task of given fields, compiled and loaded. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as core from '../../../../packages/core/dist/codegen.js';
import { BufferRef, PoolId, Reader, Writer } from '../../../../packages/core/dist/doors/codegen.js';
import ts from 'typescript';
import { Memory } from '../../../../packages/core/dist/memory/segment.js';
import type { FieldType } from '../../src/model/field-type.js';
import { typeText } from '../../src/model/field-type.js';
import { generateOne } from './repo.js';
import { declarationsOf } from './random-types.js';

const CORE = dirname(createRequire(import.meta.url).resolve('@chimaera/core/package.json'));
const NAMES = `${['bool', 'bytes', 'f32', 'f64', 'FixedArray', 'HashMap', 'i16', 'i32', 'i64', 'i8', 'InOut']
  .concat(['Optional', 'PoolId', 'size', 'u16', 'u32', 'u64', 'u8', 'Vector'])
  .map((name) => `type ${name}`)
  .join(', ')}, Task`;
const SEGMENT_BYTES = 2 ** 20;
const BLOCK_BYTES = 2 ** 18;
const FIRST_BLOCK = 2 ** 16;

type View = core.Task & {
  saveIn(w: core.Writer): void;
  loadIn(r: core.Reader): void;
  saveOut(w: core.Writer): void;
  loadOut(r: core.Reader): void;
  copyTo(other: View): View;
};
export type Values = Readonly<Record<string, unknown>>;

/** Source of tasks.ts with one task whose InOut fields are `f0`, `f1`, ... */
export function taskText(types: readonly FieldType[]): string {
  const fields = types.map((type, i) => `  abstract f${i}: InOut<${typeText(type)}>;`);
  return `import { ${NAMES} } from '@chimaera/core';
${declarationsOf(types)}
export class CreateParams { static readonly chimodLibName = 'demo_sample'; }
export abstract class PingTask extends Task {
${fields.join('\n')}
}
`;
}

/** Where generated code is compiled to. */
export class Workshop {
  private readonly root = mkdtempSync(join(tmpdir(), 'codegen-run-'));
  private count = 0;

  constructor() {
    mkdirSync(join(this.root, 'node_modules/@chimaera'), { recursive: true });
    symlinkSync(CORE, join(this.root, 'node_modules/@chimaera/core'));
    writeFileSync(join(this.root, 'package.json'), '{ "type": "module" }');
  }

  async make(types: readonly FieldType[]): Promise<GeneratedTask> {
    const text = taskText(types);
    const { files, problems } = await generateOne({ tasks: text });
    if (problems.length > 0) throw new Error(`${problems[0]!.message}\n${text}`);
    const dir = join(this.root, String(this.count++));
    mkdirSync(join(dir, 'autogen'), { recursive: true });
    this.compile(join(dir, 'tasks.js'), text);
    this.compile(join(dir, 'autogen/tasks.js'), files.get('sample/src/autogen/tasks.ts')!);
    const generated = (await import(pathToFileURL(join(dir, 'autogen/tasks.js')).href)) as {
      pingTaskType: core.TaskType<View, Values, Values>;
    };
    return new GeneratedTask(generated.pingTaskType);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private compile(path: string, text: string): void {
    const options = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    };
    writeFileSync(path, ts.transpileModule(text, { compilerOptions: options }).outputText);
  }
}

const mapping = () => ({ buffer: new ArrayBuffer(SEGMENT_BYTES) }) as never;

/** One kind of task, with memory for two of it. */
export class GeneratedTask {
  readonly memory = new Memory([mapping(), mapping(), mapping()]);
  private readonly views: readonly View[];
  private readonly writer = Writer.growing();

  constructor(private readonly type: core.TaskType<View, Values, Values>) {
    this.views = [new type.View(), new type.View()];
  }

  /** Fills a task; gives what its outputs are. */
  throughMemory(values: Values): Values {
    const view = this.attach(0);
    this.type.fill(view, values);
    return this.type.result(view, 0);
  }

  /** The archive of a task. */
  save(values: Values, which: 'saveIn' | 'saveOut' = 'saveIn'): Uint8Array {
    this.throughMemory(values);
    this.views[0]![which](this.writer.clear());
    return this.writer.bytesWritten().slice();
  }

  /** What comes out of an archive. */
  load(archive: Uint8Array, which: 'loadIn' | 'loadOut' = 'loadIn'): Values {
    const view = this.attach(1);
    view[which](Reader.of(archive));
    return this.type.result(view, 0);
  }

  throughCopy(values: Values): Values {
    this.throughMemory(values);
    return this.type.result(this.views[0]!.copyTo(this.attach(1)), 0);
  }

  /** Changes bytes of a filled task as its sender could, and reads it. */
  readDamaged(values: Values, changes: readonly (readonly [at: number, byte: number])[]): Values {
    this.throughMemory(values);
    const view = this.views[0]!;
    const end = view.$memory.heapStart();
    const begin = 88;
    for (const [at, byte] of changes) this.memory.main.u8[FIRST_BLOCK + begin + (at % (end - begin))] = byte;
    return this.type.result(view, 0);
  }

  private attach(index: 0 | 1): View {
    const { fixedBytes } = this.type;
    const base = FIRST_BLOCK + index * BLOCK_BYTES;
    this.memory.main.u8.fill(0, base, base + fixedBytes);
    const owner = { memory: this.memory, spill: () => this.refuse() } as never;
    const view = this.views[index]!;
    view.$memory.attach(owner, 0, 0, 1, base, fixedBytes, fixedBytes, BLOCK_BYTES, 2);
    return view;
  }

  private refuse(): never {
    throw Object.assign(new Error('a value larger than the block'), { code: 'OUT_OF_MEMORY' });
  }
}

export const classes = { PoolId, BufferRef };
