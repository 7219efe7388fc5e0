import { Client as LoadClient } from '#load';
import type { Contender, Session } from '../contender.js';
import { openChimaera } from '../open-chimaera.js';

/** This project: a daemon with one worker, the client in another process, the generated methods. */
export const chimaera: Contender = {
  id: 'chimaera',
  title: 'Chimaera',
  setup: 'another process, a runtime daemon with one worker',
  packageName: '@chimaera/core',
  async open(): Promise<Session> {
    const { chi, mod, call, close } = await openChimaera({ workers: 1 });
    return {
      call,
      callSync: (operationId, data) => mod.customSync({ data, operationId }),
      submit: (operationId, data) => mod.asyncCustom({ data, operationId }),
      async openRegion(byteLength) {
        const load = new LoadClient(chi);
        await load.create({ poolName: 'load' });
        const buffer = chi.allocateBuffer(byteLength);
        return {
          bytes: buffer.bytes,
          async exchange() {
            await load.shift({ data: buffer });
            return buffer.bytes;
          },
          close: () => buffer.free(),
        };
      },
      close,
    };
  },
};
