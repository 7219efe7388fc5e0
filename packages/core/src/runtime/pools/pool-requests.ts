import { ChimaeraError } from '../../errors.js';
import { MAX_PARTIES } from '../../layout/control-layout.js';
import type { CreatePoolRequest } from '../../module/runtime-control.js';
import { PoolId } from '../../task/pool-id.js';
import { PoolQuery } from '../../task/pool-query.js';

/** More containers than this in one pool are a mistake. */
export const MAX_CONTAINERS = MAX_PARTIES;
/** The pool that every runtime has, and which creates all others (checklist A10, SIL3). */
export const ADMIN_POOL: CreatePoolRequest = {
  module: 'chimaera_admin',
  name: 'admin',
  poolId: PoolId.admin.toString(),
  containers: 1,
  poolQuery: PoolQuery.local().toString(),
  params: new Uint8Array(0),
};

const MAX_NAME_BYTES = 4096;
const MODULE_KEY = /^[A-Za-z][A-Za-z0-9-]*_[A-Za-z0-9_-]+$/;

/** Throws INVALID_ARGUMENT, BAD_QUERY or MODULE_NOT_FOUND if no pool can be created from the request. */
export function checkPoolRequest(request: CreatePoolRequest): void {
  const { module, name, containers, params } = request;
  PoolId.parse(request.poolId);
  PoolQuery.parse(request.poolQuery);
  if (typeof module !== 'string' || !MODULE_KEY.test(module)) {
    throw new ChimaeraError(
      'MODULE_NOT_FOUND',
      `'${String(module)}' cannot be the name of a module: it is <namespace>_<module>, such as chimaera_bdev`,
    );
  }
  if (
    typeof name !== 'string' ||
    name === '' ||
    Buffer.byteLength(name) > MAX_NAME_BYTES ||
    name.includes('\0')
  ) {
    throw new ChimaeraError('INVALID_ARGUMENT', `a pool needs a name of 1 to ${MAX_NAME_BYTES} bytes`);
  }
  if (!Number.isInteger(containers) || containers < 1 || containers > MAX_CONTAINERS) {
    throw new ChimaeraError(
      'INVALID_ARGUMENT',
      `a pool has 1 to ${MAX_CONTAINERS} containers, not ${String(containers)}`,
    );
  }
  if (!(params instanceof Uint8Array)) {
    throw new ChimaeraError(
      'INVALID_ARGUMENT',
      'the parameters of a pool are bytes, as its module encodes them',
    );
  }
}

/** Checks that two requests for one name ask for the same pool; if not, throws what is wrong with the later one. */
export function checkSamePool(
  existing: { id: string; name: string; module: string },
  request: CreatePoolRequest,
): void {
  if (existing.module !== request.module) {
    throw new ChimaeraError(
      'MODULE_MISMATCH',
      `the pool '${existing.name}' (${existing.id}) belongs to ${existing.module}, not to ${request.module}; choose another name, or destroy it first`,
    );
  }
  const wanted = PoolId.parse(request.poolId);
  if (!wanted.isNull && wanted.toString() !== existing.id) {
    throw new ChimaeraError(
      'POOL_ID_CONFLICT',
      `the pool '${existing.name}' exists with the id ${existing.id}, not ${wanted.toString()}; use that id, or choose another name`,
    );
  }
}
