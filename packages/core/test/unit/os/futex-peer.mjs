// The other process of futex.test.ts, written without the code under test: it maps the file itself and then sleeps on a
// word, or wakes the sleepers on it. Arguments: file, byte length, `wait` or `wake`.
import { closeSync, openSync } from 'node:fs';
import koffi from 'koffi';

const [path, byteLength, role] = process.argv.slice(2);
const c = koffi.load(null);
const mmap = c.func('void *mmap(void *, size_t, int, int, int, int64)');
const syscall = c.func('long syscall(long, void *, long, uint32, const void *)');
const SYS_FUTEX = process.arch === 'arm64' ? 98 : 202;

const fd = openSync(path, 'r+');
const address = mmap(null, Number(byteLength), 3, 1, fd, 0);
closeSync(fd);
const words = new Int32Array(koffi.view(address, Number(byteLength)));

if (role === 'wait') {
  Atomics.store(words, 1, 1); // about to sleep
  const result = syscall(SYS_FUTEX, address, 0, 0, null);
  console.log(result === 0 ? 'woken' : `errno ${koffi.errno()}`);
} else {
  while (Atomics.load(words, 1) === 0); // until the parent is about to sleep
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  Atomics.store(words, 0, 1);
  console.log(syscall(SYS_FUTEX, address, 1, 1, null));
}
