/** Where the 64 KiB of a result end: in memory that is kept, in memory of their own, or where they were read. */
import type { Codec, Contender } from './contender.js';
import type { PayloadC, PlainId } from './payloads.js';

type PlainContender = (id: PlainId) => Required<Codec>;

/** For those whose result is a view of what was read. */
export function viewing(codecOf: PlainContender): Contender {
  return (id) => {
    if (id === 'K') return { decode: intoKept(codecOf('C').decode as () => PayloadC) };
    if (id === 'F') return { decode: intoFresh(codecOf('C').decode as () => PayloadC) };
    return codecOf(id);
  };
}

/** For those that make memory for every result, and cannot be kept from it. */
export function allocating(codecOf: PlainContender): Contender {
  return (id) => {
    if (id === 'K') return undefined;
    return id === 'F' ? { decode: codecOf('C').decode } : codecOf(id);
  };
}

/** As who receives a task copies it into the task's block. */
export function intoKept<T extends Pick<PayloadC, 'data'>>(decode: () => T): () => T {
  const kept = new Uint8Array(decode().data.length);
  return () => {
    const value = decode();
    kept.set(value.data);
    value.data = kept;
    return value;
  };
}

function intoFresh<T extends Pick<PayloadC, 'data'>>(decode: () => T): () => T {
  return () => {
    const value = decode();
    // A Buffer's own slice() would be a view.
    value.data = Uint8Array.prototype.slice.call(value.data);
    return value;
  };
}
