import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userId } from '../../os/private-directory.js';
import { SHM_ROOT, removeSegmentDirectory } from '../../os/shm-directory.js';
import { LAST_FILES, NAMESPACE_FILE } from './runtime-files.js';
import { clearIfDead, LOCK_FILE } from './runtime-lock.js';

/** Written beside the segments, so that a runtime in another container is never taken for a dead one. */
export function markNamespace(segments: string): void {
  writeFileSync(join(segments, NAMESPACE_FILE), pidNamespace(), { mode: 0o600 });
}

/**
 * Removes the segments of this user's dead runtimes whose directories nobody will use again, above all embedded ones
 * that were killed: shared memory is too precious to wait for a reboot. A runtime whose process lives, or cannot be
 * judged from here, is left alone. Returns the directories removed.
 */
export function sweepDeadSegments(own: string): string[] {
  const pattern = new RegExp(`^chimaera-${userId()}-[0-9a-f]{16}$`);
  return readdirSync(SHM_ROOT)
    .filter((name) => pattern.test(name))
    .map((name) => join(SHM_ROOT, name))
    .filter((directory) => directory !== own && removeIfDead(directory));
}

/** False if its process lives, or may live. */
export function removeIfDead(directory: string): boolean {
  try {
    // A directory without a lock may be one that is just being created.
    readFileSync(join(directory, LOCK_FILE));
    if (readFileSync(join(directory, NAMESPACE_FILE), 'utf8') !== pidNamespace()) return false;
    return clearIfDead(directory, () => removeSegmentDirectory(directory, LAST_FILES));
  } catch {
    // Somebody else is clearing it, or it is not ours to judge.
    return false;
  }
}

function pidNamespace(): string {
  return readlinkSync('/proc/self/ns/pid');
}
