/** `npm run bench`: tasks side by side with Chimaera's peers; `npm run bench -- bdev`: the block device beside fio. */
await (process.argv[2] === 'bdev' ? import('./bdev/main.js') : import('./tasks-main.js'));
