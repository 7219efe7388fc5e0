import { fdatasync, read, write } from 'node:fs';
import { type IoEngine, IoKind } from './io-engine.js';

/** Stands for any failure without an error number. */
const EIO = 5;

/** Transfers on libuv's threads: available everywhere, four at a time unless UV_THREADPOOL_SIZE says otherwise. */
export const nodeFsEngine: IoEngine = {
  name: 'node:fs',
  needsAddress: false,
  begin(request) {
    const { kind, fd, view, offset } = request;
    const ended = (error: NodeJS.ErrnoException | null, moved = 0): void =>
      request.ended(error === null ? moved : (error.errno ?? -EIO));
    if (kind === IoKind.kRead) read(fd, view, 0, view.byteLength, offset, ended);
    else if (kind === IoKind.kWrite) write(fd, view, 0, view.byteLength, offset, ended);
    else fdatasync(fd, (error) => ended(error));
  },
};
