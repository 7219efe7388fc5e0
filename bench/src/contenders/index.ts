import type { Contender } from '../contender.js';

/** Each is loaded only in the process that measures it, so that what it loads does not affect the others. */
const loaders: Readonly<Record<string, () => Promise<Contender>>> = {
  chimaera: async () => (await import('./chimaera.js')).chimaera,
  'post-message': async () => (await import('./post-message.js')).postMessage,
  'shared-array': async () => (await import('./shared-array.js')).sharedArray,
  piscina: async () => (await import('./piscina.js')).piscina,
  'piscina-no-atomics': async () => (await import('./piscina.js')).piscinaWithoutAtomics,
  tinypool: async () => (await import('./tinypool.js')).tinypool,
  workerpool: async () => (await import('./workerpool.js')).workerPool,
  'child-process': async () => (await import('./child-process.js')).childProcess,
  'child-process-advanced': async () => (await import('./child-process.js')).childProcessAdvanced,
  'unix-socket': async () => (await import('./unix-socket.js')).unixSocket,
  http: async () => (await import('./http.js')).http,
  grpc: async () => (await import('./grpc.js')).grpc,
  zeromq: async () => (await import('./zeromq.js')).zeromq,
  nats: async () => (await import('./nats.js')).nats,
  redis: async () => (await import('./redis.js')).redis,
};

/** In the order of the table; the first is what the others are compared with. */
export const contenderIds: readonly string[] = Object.keys(loaders);

export async function loadContender(id: string): Promise<Contender> {
  const load = loaders[id];
  if (load === undefined)
    throw new Error(`no contender is called '${id}'; there are ${contenderIds.join(', ')}`);
  return load();
}
