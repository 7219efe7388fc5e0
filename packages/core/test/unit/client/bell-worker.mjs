// A worker thread that executes nothing and answers every bell with a bell. A byte 255 ends it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

const [start] = await once(workerData.start, 'message');
const say = (message) => workerData.control.postMessage(message);
const server = createServer((socket) => {
  let hello = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    hello = Buffer.concat([hello, bytes]);
    if (hello.length > 9) socket.write(Buffer.from([1]));
    if (hello.length > 20) process.exit(9);
  });
});
server.listen(join(start.dir, `w${start.index}.sock`), () => say({ t: 'ready' }));

workerData.control.on('message', ({ t, request, party, token }) => {
  if (t === 'create-container' || t === 'destroy-containers') say({ t: 'done', request });
  else if (t === 'close-party') say({ t: 'drained', party, token });
  else if (t === 'count') say({ t: 'counts', request, started: 0, finished: 0, queued: 0, running: 0 });
  else if (t === 'stop') say({ t: 'stopped' });
});
