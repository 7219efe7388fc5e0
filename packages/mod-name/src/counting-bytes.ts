/** `size` bytes of which byte i is i mod 256. */
export function countingBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < Math.min(size, 256); i++) bytes[i] = i;
  // Every doubling keeps the pattern, because 256 divides what is there.
  for (let done = 256; done < size; done *= 2) bytes.copyWithin(done, 0, Math.min(done, size - done));
  return bytes;
}
