// The C library of this process, reached through koffi: the only file that knows koffi. Loading it takes milliseconds,
// so that happens with the first call and not with the first import. The functions in use are declared in the files
// beside this one, a table for each purpose, because each declaration takes time, too.
import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { ChimaeraError } from '../../errors.js';
import { explained, lacksDescriptor } from '../open-files.js';

/** The architectures whose system call numbers are known here. */
const ARCHITECTURES: ReadonlySet<string> = new Set(['x64', 'arm64']);

/** @throws ChimaeraError UNSUPPORTED_PLATFORM where it cannot be had */
export function openLibrary(): ReturnType<typeof Koffi.load> {
  return openKoffi().load(null);
}

/** For what is not a function of the library. @throws ChimaeraError UNSUPPORTED_PLATFORM */
export function openKoffi(): typeof Koffi {
  checkPlatform();
  return loadKoffi();
}

/** Throws `UNSUPPORTED_PLATFORM` unless this is Linux on x64 or arm64. */
export function checkPlatform(platform: string = process.platform, arch: string = process.arch): void {
  if (platform !== 'linux') {
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `Chimaera needs the futexes and the /dev/shm of Linux, which ${platform} lacks; run it on Linux (x64 or arm64), for example in a container`,
    );
  }
  if (!ARCHITECTURES.has(arch)) {
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `Chimaera does not know the system calls of Linux on ${arch}; run it on x64 or arm64`,
    );
  }
}

function loadKoffi(): typeof Koffi {
  try {
    return createRequire(import.meta.url)('koffi') as typeof Koffi;
  } catch (cause) {
    if (lacksDescriptor(cause)) throw explained(cause, 'the package koffi cannot be loaded');
    const isForbidden = (cause as NodeJS.ErrnoException).code === 'ERR_DLOPEN_DISABLED';
    const remedy = isForbidden
      ? 'start Node without --no-addons, or with --allow-addons where it restricts permissions'
      : 'install without --omit=optional, on the platform that runs the program';
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `the package koffi, or its prebuilt library for linux-${process.arch}, cannot be loaded (${String(cause)}); ${remedy}`,
      { cause },
    );
  }
}
