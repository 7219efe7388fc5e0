/** The bytes of a metadata file. */
export interface MetadataStore {
  /** The bytes from a position on, fewer than asked for where the file ends. */
  read(position: number, byteLength: number): Promise<Buffer>;
  /** All of the bytes. They must not change until it resolves. */
  write(position: number, bytes: Uint8Array): Promise<void>;
  /** What was written before is on the medium when it resolves (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}
