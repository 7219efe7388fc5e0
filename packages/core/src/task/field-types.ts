/**
 * The vocabulary of `tasks.ts`. All of these are plain TypeScript types to the compiler; the generator reads their
 * names (design D5, guide "Data Annotations").
 */

/** Read by the runtime. */
export type In<T> = T;
/** Written by the runtime. */
export type Out<T> = T;
/** Read and written by the runtime. */
export type InOut<T> = T;

export type bool = boolean;
export type u8 = number;
export type u16 = number;
export type u32 = number;
export type u64 = bigint;
export type i8 = number;
export type i16 = number;
export type i32 = number;
export type i64 = bigint;
export type f32 = number;
export type f64 = number;
/** A u64 held as a number; values above 2^53 - 1 are refused. */
export type size = number;
/** Bytes within the task. For larger data use a buffer (BufferRef). */
export type bytes = Uint8Array;
/** Exactly N elements of a fixed-size type, in place. */
export type FixedArray<T, _N extends number> = readonly T[];
export type Vector<T> = T[];
export type HashMap<K, V> = Map<K, V>;
export type Optional<T> = T | undefined;
