/**
 * `npm run bench`: tasks, compared with Chimaera's peers; `-- bdev`: the block device, compared with fio; `-- codec`:
 * generated serializers, compared with others; `-- codegen`: the duration of generation; `-- scheduling`: locks,
 * subtasks, lanes by hash; `-- publish`: a report into the documents.
 */
const PROGRAMS: Readonly<Record<string, () => Promise<unknown>>> = {
  bdev: () => import('./bdev/main.js'),
  codec: () => import('./codec/main.js'),
  codegen: () => import('./codegen/main.js'),
  scheduling: () => import('./scheduling/main.js'),
  publish: () => import('./publish-main.js'),
};
await (PROGRAMS[process.argv[2] ?? ''] ?? (() => import('./tasks-main.js')))();
