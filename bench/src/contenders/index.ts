import type { Contender } from '../contender.js';

/** Each is loaded only in the process that measures it: what a contender loads must not weigh on another. */
const loaders: Readonly<Record<string, () => Promise<Contender>>> = {
  chimaera: async () => (await import('./chimaera.js')).chimaera,
  'post-message': async () => (await import('./post-message.js')).postMessage,
  piscina: async () => (await import('./piscina.js')).piscina,
  'unix-socket': async () => (await import('./unix-socket.js')).unixSocket,
};

/** In the order of the table; the first is what the others are compared with. */
export const contenderIds: readonly string[] = Object.keys(loaders);

export async function loadContender(id: string): Promise<Contender> {
  const load = loaders[id];
  if (load === undefined)
    throw new Error(`no contender is called '${id}'; there are ${contenderIds.join(', ')}`);
  return load();
}
