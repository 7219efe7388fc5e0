import { PoolId, type Chi } from '@chimaera/core';
import { ClientBase } from './autogen/client.js';

/** Client of the admin pool: the generated methods, one per task of tasks.ts. A connection has one as `chi.admin`. */
export class Client extends ClientBase {
  constructor(chi: Chi, poolId: PoolId = PoolId.admin) {
    super(chi, poolId);
  }
}
