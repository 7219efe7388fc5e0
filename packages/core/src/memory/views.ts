/**
 * One ArrayBuffer seen through every width. The views are created once, because creating one costs as much as a hundred
 * accesses to fields.
 */
export class Views {
  readonly byteLength: number;
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly u16: Uint16Array;
  readonly i16: Int16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly u64: BigUint64Array;
  readonly i64: BigInt64Array;
  /** The same bytes as a Buffer, for its fast UTF-8 methods. */
  readonly buf: Buffer;

  constructor(buffer: ArrayBuffer) {
    this.byteLength = buffer.byteLength;
    this.u8 = new Uint8Array(buffer);
    this.i8 = new Int8Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.i16 = new Int16Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.u64 = new BigUint64Array(buffer);
    this.i64 = new BigInt64Array(buffer);
    this.buf = Buffer.from(buffer);
  }
}
