/**
 * Payload C carries 64 KiB of bytes, and codecs differ in where those are after decoding: still in the input, or in
 * fresh memory. Two more payloads make that comparable: K copies them into memory that is reused, F into fresh memory.
 */
import type { Codec, Contender } from './contender.js';
import type { PayloadC, PlainId } from './payloads.js';

type PlainContender = (id: PlainId) => Required<Codec>;

/** Codecs whose result is a view of the input: for K and F, the copy is added. */
export function viewing(codecOf: PlainContender): Contender {
  return (id) => {
    if (id === 'K') return { decode: intoKept(codecOf('C').decode as () => PayloadC) };
    if (id === 'F') return { decode: intoFresh(codecOf('C').decode as () => PayloadC) };
    return codecOf(id);
  };
}

/** Codecs that always allocate memory for the result: their C is F already, and there is no K. */
export function allocating(codecOf: PlainContender): Contender {
  return (id) => {
    if (id === 'K') return undefined;
    return id === 'F' ? { decode: codecOf('C').decode } : codecOf(id);
  };
}

/** Copies the bytes as the receiver of a task copies them into the task's block. */
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
