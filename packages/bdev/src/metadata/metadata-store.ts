/** The bytes of a metadata file. */
export interface MetadataStore {
  /** The bytes from a position on; fewer than requested if the file ends before. */
  read(position: number, byteLength: number): Promise<Buffer>;
  /** Writes all of the bytes. They must not change until it resolves. */
  write(position: number, bytes: Uint8Array): Promise<void>;
  /** When it resolves, everything written before is on the medium (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}
