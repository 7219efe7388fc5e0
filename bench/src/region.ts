/**
 * What the other side does with many bytes: reads and writes every one, moving all of them by one place. It is a single
 * call into the engine, so that moving the bytes is measured, and not a loop over them.
 */
export function shiftBytes(bytes: Uint8Array): void {
  bytes.copyWithin(1, 0);
}

/** Throws unless `answer` is `request` shifted; looks at every byte. */
export function checkShifted(request: Uint8Array, answer: Uint8Array): void {
  const { length } = request;
  const moved = Buffer.from(answer.buffer, answer.byteOffset + 1, length - 1);
  if (answer.length !== length || answer[0] !== request[0] || moved.compare(request, 0, length - 1) !== 0)
    throw new Error('the bytes that came back are not those that were sent');
}
