/** Generated code with the real core: fields in a task's memory, and the archive in which a task is sent. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Reader, type Task, type TaskType, Writer } from '@chimaera/core/codegen';
import { intoKept } from './byte-endings.js';
import type { Codec } from './contender.js';
import { bigPayloadA, bigPayloadB, payloadOf, type PayloadC, type PayloadId } from './payloads.js';

const SEGMENT_BYTES = 4 * 2 ** 20;
const BLOCK_BYTES = 2 ** 18;
const FIRST_BLOCK = 2 ** 16;

type View = Task & { saveIn(writer: Writer): void; loadIn(reader: Reader): void };
type Type = TaskType<View, unknown, unknown>;

export interface GeneratedCodecs {
  /** The cost of every call: checking an object's fields, writing them to shared memory, copying results out of it. */
  readonly inPlace: Codec;
  /** The additional cost if a task is sent on: from its memory to an archive, and into the receiver's memory. */
  readonly archive: Codec;
  /** Both: from an object to an archive, and from an archive to an object. */
  readonly wholeWay: Codec;
}

/** @param path of a module's generated tasks */
export async function generatedCodecs(path: string, id: PayloadId): Promise<GeneratedCodecs> {
  const type = await typeNamed(path, id === 'A' || id === 'B' ? id.toLowerCase() : 'c');
  return codecsOf(type, payloadOf(id), id);
}

/** The same with every u64 as a bigint. */
export async function bigintCodecs(path: string, id: 'A' | 'B'): Promise<GeneratedCodecs> {
  const type = await typeNamed(path, `${id.toLowerCase()}Big`);
  return codecsOf(type, id === 'A' ? bigPayloadA() : bigPayloadB(), id);
}

async function codecsOf(type: Type, value: object, id: PayloadId): Promise<GeneratedCodecs> {
  const owner = await ownerOf();
  const [sender, receiver] = [new type.View(), new type.View()];
  const writer = Writer.growing();
  const fill = (): void => type.fill(attach(sender, owner, 0, type), value);
  fill();
  sender.saveIn(writer);
  const archive = writer.bytesWritten().slice();
  const reader = Reader.of(archive);
  const load = (): void =>
    attach(receiver, owner, 1, type).loadIn(reader.reset(undefined, 0, archive.length));
  load();
  const save = (): void => sender.saveIn(writer.clear());
  const received = readerOf(type, receiver, id);
  const fillAndSave = (): void => {
    fill();
    save();
  };
  const loadAndRead = (): unknown => {
    load();
    return received();
  };
  const isPlain = id !== 'K' && id !== 'F';
  return {
    inPlace: { ...(isPlain && { encode: fill }), decode: readerOf(type, sender, id) },
    // A loader copies bytes into the task's block, which is reused.
    archive: { ...(isPlain && { encode: save }), ...(id !== 'C' && id !== 'F' && { decode: load }) },
    wholeWay: { ...(isPlain && { encode: fillAndSave }), decode: loadAndRead },
  };
}

/** In place, as handles and methods read bytes; the result of a promise has its own copy. */
function readerOf(type: Type, task: View, id: PayloadId): () => unknown {
  if (id === 'A' || id === 'B' || id === 'F') return () => type.result(task, 0);
  const c = task as View & PayloadC;
  const inPlace = (): PayloadC => ({ name: c.name, data: c.data, counts: c.counts });
  return id === 'K' ? intoKept(inPlace) : inPlace;
}

function attach(
  view: View,
  owner: Parameters<View['$memory']['attach']>[0],
  block: number,
  type: Type,
): View {
  const base = FIRST_BLOCK + block * BLOCK_BYTES;
  view.$memory.attach(owner, 0, 0, 1, base, type.fixedBytes, type.fixedBytes, BLOCK_BYTES, 2);
  return view;
}

async function typeNamed(path: string, name: string): Promise<Type> {
  const generated = (await import(pathToFileURL(path).href)) as Record<string, Type>;
  return generated[`${name}TaskType`]!;
}

/** Private memory; nothing here is larger than a block. */
async function ownerOf(): Promise<Parameters<View['$memory']['attach']>[0]> {
  const path = createRequire(import.meta.url).resolve('@chimaera/core/package.json');
  const { Memory } = (await import(pathToFileURL(join(dirname(path), 'dist/memory/segment.js')).href)) as {
    Memory: new (mappings: readonly { buffer: ArrayBuffer }[]) => object;
  };
  const mappings = [SEGMENT_BYTES, 4096, 4096].map((bytes) => ({ buffer: new ArrayBuffer(bytes) }));
  const spill = (): never => {
    throw new Error('a payload is larger than its block');
  };
  return { memory: new Memory(mappings), spill } as unknown as Parameters<View['$memory']['attach']>[0];
}
