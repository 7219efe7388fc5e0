/** What modules that drive devices need of the operating system. `@chimaera/core/module` exports it as `deviceIo`. */
export { BELL_SUBMISSIONS, CompletionBell } from './completion-bell.js';
export { blockDeviceBytes, directIoAlignment, type DirectIoAlignment, reserveFile } from './direct-io.js';
export { FSYNC_DATASYNC, IoUringOp, SILENT_USER_DATA } from './io-uring-layout.js';
export { IoUring, type Submission } from './io-uring.js';
export { addressOf, giveBulkMemory, mapPrivateMemory, takeBulkMemory } from './native-memory.js';
