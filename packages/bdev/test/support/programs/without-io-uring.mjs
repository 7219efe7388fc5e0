// A runtime whose kernel refuses io_uring, as the filters of system calls do that containers have: what becomes of its
// file devices, as JSON on stdout; the runtime's log goes to stderr.
import { join } from 'node:path';
import koffi from 'koffi';
import { ChimaeraError, startEmbedded } from '@chimaera/core';
import { deviceIo } from '@chimaera/core/module';
import * as bdev from '@chimaera/bdev';

const PR_SET_NO_NEW_PRIVS = 38;
const PR_SET_SECCOMP = 22;
const SECCOMP_MODE_FILTER = 2;
const SYS_IO_URING_SETUP = 425;
const EPERM = 1;

// load the call's number; io_uring_setup: EPERM; everything else: go on
const filter = deviceIo.mapPrivateMemory(4096);
const program = [
  [0x20, 0, 0, 0],
  [0x15, 0, 1, SYS_IO_URING_SETUP],
  [0x06, 0, 0, 0x0005_0000 | EPERM],
  [0x06, 0, 0, 0x7fff_0000],
];
const view = new DataView(filter.buffer);
program.forEach(([code, yes, no, k], i) => {
  view.setUint16(i * 8, code, true);
  view.setUint8(i * 8 + 2, yes);
  view.setUint8(i * 8 + 3, no);
  view.setUint32(i * 8 + 4, k, true);
});
const AT = 64;
view.setUint16(AT, program.length, true);
view.setBigUint64(AT + 8, BigInt(deviceIo.addressOf(filter)), true);
const prctl = koffi.load(null).func('prctl', 'int', ['int', 'ulong', 'uint64', 'ulong', 'ulong']);
const at = BigInt(deviceIo.addressOf(filter) + AT);
if (
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0n, 0, 0) !== 0 ||
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, at, 0, 0) !== 0
) {
  throw new Error(`no filter of system calls: errno ${koffi.errno()}`);
}

const { root } = JSON.parse(process.argv[2]);
const chi = await startEmbedded();
const params = { totalSize: 2 ** 20 };
const engines = [];
for (const name of ['one', 'two']) {
  const dev = new bdev.Client(chi);
  await dev.create({ poolName: join(root, name), params });
  const { blocks } = await dev.allocateBlocks({ size: 4096 });
  const buffer = chi.allocateBuffer(4096);
  buffer.bytes.fill(7);
  await dev.write({ block: blocks[0], data: buffer, length: 4096 });
  engines.push((await dev.getStats({})).ioEngine);
}
const strict = new bdev.Client(chi);
const wanting = { ...params, ioEngine: bdev.IoEngineType.kIoUring };
const refusal = await strict
  .create({ poolName: join(root, 'three'), params: wanting })
  .catch((error) => error);
await chi.close();
console.log(JSON.stringify({ engines, refusal: refusal instanceof ChimaeraError ? refusal.code : refusal }));
