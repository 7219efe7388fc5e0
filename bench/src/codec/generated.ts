/** Generated code over the real core: fields in a task's memory, and the archive that a task travels as. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { refresh } from '@chimaera/codegen';
import { Reader, type Task, type TaskType, Writer } from '@chimaera/core/codegen';
import type { Codec } from './contender.js';
import { moduleText, payloadOf, type PayloadId, tasksText } from './payloads.js';

const SEGMENT_BYTES = 4 * 2 ** 20;
const BLOCK_BYTES = 2 ** 18;
const FIRST_BLOCK = 2 ** 16;

type View = Task & { saveIn(writer: Writer): void; loadIn(reader: Reader): void };

/** In place: what every call pays. As an archive: what saveIn and loadIn do, from one block to another. */
export async function generatedCodecs(id: PayloadId): Promise<{ inPlace: Codec; archive: Codec }> {
  const type = await taskTypeOf(id);
  const value = payloadOf(id);
  const owner = await ownerOf();
  const [sender, receiver] = [new type.View(), new type.View()];
  const attach = (view: View, block: number): View =>
    view.$attach(
      owner,
      ...([0, 0, 1, FIRST_BLOCK + block * BLOCK_BYTES] as const),
      ...([type.fixedBytes, type.fixedBytes, BLOCK_BYTES] as const),
      2,
    ) as View;
  const writer = Writer.growing();
  type.fill(attach(sender, 0), value);
  sender.saveIn(writer);
  const archive = writer.bytesWritten().slice();
  const reader = Reader.of(archive);
  return {
    inPlace: {
      encode: () => type.fill(attach(sender, 0), value),
      decode: () => type.result(sender, 0),
    },
    archive: {
      encode: () => sender.saveIn(writer.clear()),
      decode: () => attach(receiver, 1).loadIn(reader.reset(undefined, 0, archive.length)),
    },
  };
}

/** A module made, generated and compiled as any other. */
async function taskTypeOf(id: PayloadId): Promise<TaskType<View, unknown, unknown>> {
  const { default: ts } = await import('typescript');
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'chi-codec-')));
  try {
    const src = join(root, 'payloads/src');
    mkdirSync(join(src, 'autogen'), { recursive: true });
    mkdirSync(join(root, 'node_modules/@chimaera'), { recursive: true });
    const core = dirname(createRequire(import.meta.url).resolve('@chimaera/core/package.json'));
    symlinkSync(core, join(root, 'node_modules/@chimaera/core'));
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(root, 'chimaera_repo.yaml'), 'namespace: bench\n');
    writeFileSync(join(root, 'payloads/chimaera_mod.yaml'), moduleText);
    writeFileSync(join(src, 'tasks.ts'), tasksText);
    const { problems } = await refresh(root);
    if (problems.length > 0) throw new Error(problems[0]!.message);
    for (const name of ['tasks', 'autogen/tasks']) {
      const text = ts.sys.readFile(join(src, `${name}.ts`))!;
      const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
      writeFileSync(join(src, `${name}.js`), ts.transpileModule(text, { compilerOptions }).outputText);
    }
    const generated = (await import(pathToFileURL(join(src, 'autogen/tasks.js')).href)) as Record<
      string,
      TaskType<View, unknown, unknown>
    >;
    return generated[`${id.toLowerCase()}TaskType`]!;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Memory of this process alone; nothing here is larger than a block. */
async function ownerOf(): Promise<Parameters<View['$attach']>[0]> {
  const path = createRequire(import.meta.url).resolve('@chimaera/core/package.json');
  const { Memory } = (await import(pathToFileURL(join(dirname(path), 'dist/memory/segment.js')).href)) as {
    Memory: new (mappings: readonly { buffer: ArrayBuffer }[]) => object;
  };
  const mappings = [SEGMENT_BYTES, 4096, 4096].map((bytes) => ({ buffer: new ArrayBuffer(bytes) }));
  const spill = (): never => {
    throw new Error('a payload is larger than its block');
  };
  return { memory: new Memory(mappings), spill } as unknown as Parameters<View['$attach']>[0];
}
