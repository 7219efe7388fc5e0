/** One way to turn a value into bytes and back. `encode` leaves the bytes where the next call may overwrite them. */
export interface Codec {
  encode(): void;
  decode(): unknown;
}
