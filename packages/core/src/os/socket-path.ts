import { ChimaeraError } from '../errors.js';

/** The longest path that fits into a sockaddr_un together with its NUL. */
export const MAX_SOCKET_PATH_BYTES = 107;

/** Returns the path if a Unix socket can have it. Node silently truncates longer ones and binds elsewhere. */
export function checkSocketPath(path: string): string {
  const byteLength = Buffer.byteLength(path);
  if (byteLength > MAX_SOCKET_PATH_BYTES) {
    throw new ChimaeraError(
      'PATH_TOO_LONG',
      `the socket path ${path} has ${byteLength} bytes, and Linux allows ${MAX_SOCKET_PATH_BYTES}; ` +
        'choose a shorter directory with --dir or CHI_RUNTIME_DIR',
    );
  }
  return path;
}
