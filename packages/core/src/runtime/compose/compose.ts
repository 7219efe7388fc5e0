// The pools that a configuration asks for. A client creates and destroys them, like any other pools.
import type { AdminClient } from '../../chi/admin-client.js';
import type { PoolStatus } from '../../client/control-protocol.js';
import type { ComposeEntry } from '../../config/runtime-config.js';
import { ChimaeraError } from '../../errors.js';
import type { ModuleLocation } from '../../route/pool-record.js';
import type { ParamsType } from '../../task/params-type.js';
import { PoolId } from '../../task/pool-id.js';
import { PoolQuery } from '../../task/pool-query.js';
import { Writer } from '../../task/writer.js';
import { findInstalledModule, type FindModule } from '../pools/installed-modules.js';
import { invalid, paramsFromYaml } from './compose-params.js';

/** The pool that an entry describes. */
export interface ComposedPool {
  readonly id: string;
  readonly name: string;
  readonly module: string;
}

/** What it takes to create pools: any connected client has it. */
interface ComposeClient {
  readonly admin: AdminClient;
}

/**
 * Creates the pools of `entries` in their order, or finds those that exist.
 * @param findModule finds the modules, whose parameters are checked in this process
 * @throws ChimaeraError CONFIG_INVALID with file and line for wrong parameters, before any pool is created; later the
 * runtime's own errors
 */
export async function composePools(
  chi: ComposeClient,
  entries: readonly ComposeEntry[],
  findModule: FindModule = findInstalledModule,
): Promise<ComposedPool[]> {
  const requests: { entry: ComposeEntry; params: Uint8Array; id: PoolId; query: PoolQuery }[] = [];
  for (const entry of entries) {
    const params = encoded(await paramsTypeOf(entry, findModule), entry);
    requests.push({ entry, params, id: idOf(entry), query: queryOf(entry) });
  }
  const pools: ComposedPool[] = [];
  for (const { entry, params, id, query } of requests) {
    const { modName: module, poolName: name, containers = 1 } = entry;
    try {
      const { newPoolId } = await chi.admin.getOrCreatePool(
        {
          chimodName: module,
          poolName: name,
          chimodParams: params,
          domainFlags: 0,
          containers,
          newPoolId: id,
        },
        { query },
      );
      pools.push({ id: newPoolId.toString(), name, module });
    } catch (error) {
      throw placed(entry, error);
    }
  }
  return pools;
}

/** Destroys those pools of `entries` that are among `existing`, in reverse order. A missing pool is no error. */
export async function unregisterPools(
  chi: ComposeClient,
  entries: readonly ComposeEntry[],
  existing: readonly PoolStatus[],
): Promise<ComposedPool[]> {
  const destroyed: ComposedPool[] = [];
  for (const entry of [...entries].reverse()) {
    const pool = existing.find(({ name }) => name === entry.poolName);
    if (pool === undefined) continue;
    try {
      await chi.admin.destroyPool({ targetPoolId: PoolId.parse(pool.id) });
      destroyed.push({ id: pool.id, name: pool.name, module: pool.module });
    } catch (error) {
      if (!(error instanceof ChimaeraError && error.code === 'POOL_NOT_FOUND')) throw placed(entry, error);
    }
  }
  return destroyed;
}

function encoded(type: ParamsType<unknown>, entry: ComposeEntry): Uint8Array {
  const writer = Writer.growing();
  type.encode(paramsFromYaml(type, entry), writer);
  return writer.bytesWritten().slice();
}

/**
 * Which nodes are to create the pool: the query addresses the admin pool, whose containers are the nodes. One host is
 * one node, so any query that names it creates the pool there.
 */
function queryOf(entry: ComposeEntry): PoolQuery {
  const { poolQuery } = entry;
  return poolQuery === undefined
    ? PoolQuery.local()
    : parsed(entry, 'pool_query', () => PoolQuery.parse(poolQuery));
}

/** The entry's id, or the null id, for which the runtime chooses one. */
function idOf(entry: ComposeEntry): PoolId {
  const { poolId } = entry;
  return poolId === undefined ? PoolId.null : parsed(entry, 'pool_id', () => PoolId.parse(poolId));
}

/** The parsed value of a key, or an error that shows its place. */
function parsed<T>(entry: ComposeEntry, key: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const message = `pool '${entry.poolName}': ${key}: ${(error as Error).message}`;
    throw invalid(entry, message, entry.places?.[key]?.value);
  }
}

/** Loads only the generated half of the module, because its runtime has no business here. */
async function paramsTypeOf(entry: ComposeEntry, findModule: FindModule): Promise<ParamsType<unknown>> {
  let location: ModuleLocation;
  try {
    location = await findModule(entry.modName);
  } catch (error) {
    throw placed(entry, error, 'mod_name');
  }
  const { libExec } = (await import(location.libExecUrl)) as {
    libExec?: { createParams?: ParamsType<unknown> };
  };
  if (libExec?.createParams === undefined) {
    throw invalid(
      entry,
      `the module ${entry.modName} says nothing about its parameters; run the generator and build it`,
    );
  }
  return libExec.createParams;
}

/** The same error, with the place of a key's value in front of its message. */
function placed(entry: ComposeEntry, error: unknown, key = 'pool_name'): ChimaeraError {
  const { code, returnCode, message } =
    error instanceof ChimaeraError ? error : new ChimaeraError('SYSTEM_ERROR', String(error));
  const line = entry.line === undefined ? entry.source : `${entry.source}:${entry.line}`;
  const place = entry.places?.[key]?.value.position ?? line;
  return new ChimaeraError(code, `${place}: pool '${entry.poolName}': ${message}`, {
    returnCode,
    cause: error,
  });
}
