/** One sample of what Node itself can do: fs.read and fs.write without the page cache, in this process. */
import { constants, openSync, read, write } from 'node:fs';
import { deviceIo } from '@chimaera/core/module';
import { type Figure, measureLoops, placesOf, type SampleOrder } from './sample.js';
import { FILE_BYTES } from './workload.js';

const order = JSON.parse(process.argv[2]!) as SampleOrder;
const { bytes, depth, operation } = order.workload;
const fd = openSync(order.name, constants.O_RDWR | constants.O_DIRECT);
const memory = deviceIo.mapPrivateMemory(bytes * depth);
const nextPlace = placesOf(order.workload, FILE_BYTES);
const perSecond = await measureLoops(
  order,
  (loop) =>
    new Promise((resolve, reject) => {
      const view = memory.subarray(loop * bytes, (loop + 1) * bytes);
      const over = (error: Error | null, moved: number): void => (error ? reject(error) : resolve(moved));
      if (operation === 'read') read(fd, view, 0, bytes, nextPlace(), over);
      else write(fd, view, 0, bytes, nextPlace(), over);
    }),
);
const figure: Figure = { perSecond, by: 'node:fs, direct' };
await new Promise((resolve) => process.send!(figure, resolve));
