// From what the file says to what the program uses: fills in defaults, turns sizes into bytes and names into camelCase.
import { ChimaeraError } from '../errors.js';
import { alignUp, CHUNK_BYTES, nextPowerOfTwo } from '../layout/alignment.js';
import { type ComposeEntry, defaultConfig, type RuntimeConfig } from './runtime-config.js';
import type { ComposeItem, ConfigDocument, MemoryKey } from './schema.js';
import { formatSize, parseSize } from './sizes.js';
import type { Problem, YamlFile } from './yaml-file.js';

const MIN_SEGMENT_BYTES = 2 ** 20;
const MAX_SEGMENT_BYTES = 2 ** 32 - CHUNK_BYTES;

export function configFrom(file: YamlFile, document: ConfigDocument): RuntimeConfig {
  const defaults = defaultConfig();
  const { runtime, logging } = document;
  return {
    runtime: {
      workers: runtime?.workers ?? defaults.runtime.workers,
      queueDepth: nextPowerOfTwo(runtime?.queue_depth ?? defaults.runtime.queueDepth),
      busyWaitUs: runtime?.busy_wait_us ?? defaults.runtime.busyWaitUs,
      strictMonitors: runtime?.strict_monitors ?? defaults.runtime.strictMonitors,
      watchdogMs: runtime?.watchdog_ms ?? defaults.runtime.watchdogMs,
      poolTimeoutMs: runtime?.pool_timeout_ms ?? defaults.runtime.poolTimeoutMs,
    },
    memory: memoryFrom(file, document.memory ?? {}, defaults.memory),
    logging: {
      level: logging?.level ?? defaults.logging.level,
      file: logging?.file ?? defaults.logging.file,
    },
    compose: composeFrom(file, document),
  };
}

export function composeFrom(file: YamlFile, document: ConfigDocument): ComposeEntry[] {
  const entries = (document.compose ?? []).map((item, i) => entryFrom(item, i, file));
  file.rejectIf(conflictsAmong(entries, file));
  return entries;
}

/** Pools that exclude each other, found before the first of them is created. */
function conflictsAmong(entries: readonly ComposeEntry[], file: YamlFile): Problem[] {
  const problems: Problem[] = [];
  const byName = new Map<string, ComposeEntry>();
  const byId = new Map<string, ComposeEntry>();
  const idOf = ({ poolId }: ComposeEntry): string | undefined => poolId?.split('.').map(Number).join('.');
  for (const [i, entry] of entries.entries()) {
    const at = (key: string): number => file.offsetOfValue(['compose', i, key]);
    const id = idOf(entry);
    const namesake = byName.get(entry.poolName);
    const owner = id === undefined ? undefined : byId.get(id);
    if (namesake !== undefined && (namesake.modName !== entry.modName || idOf(namesake) !== id)) {
      const message = `the pool '${entry.poolName}' is asked for in line ${namesake.line} already, with another module or id`;
      problems.push({ offset: at('pool_name'), message });
    } else if (owner !== undefined && namesake === undefined) {
      const message = `the pool id ${entry.poolId} is that of '${owner.poolName}' (line ${owner.line}) already`;
      problems.push({ offset: at('pool_id'), message });
    }
    if (namesake === undefined) byName.set(entry.poolName, entry);
    if (id !== undefined && owner === undefined) byId.set(id, entry);
  }
  return problems;
}

function entryFrom(item: ComposeItem, index: number, file: YamlFile): ComposeEntry {
  const { mod_name, pool_name, pool_id, pool_query, containers, ...params } = item;
  return {
    modName: mod_name,
    poolName: pool_name,
    poolId: pool_id,
    poolQuery: pool_query,
    containers,
    params,
    line: file.lineOf(['compose', index]),
    source: file.path,
    places: Object.fromEntries(
      Object.keys(item).map((key) => {
        const path = ['compose', index, key];
        const places = {
          key: file.placeAt(file.offsetOfKey(path)),
          value: file.placeAt(file.offsetOfValue(path)),
        };
        return [key, places];
      }),
    ),
  };
}

function memoryFrom(
  file: YamlFile,
  memory: NonNullable<ConfigDocument['memory']>,
  defaults: RuntimeConfig['memory'],
): RuntimeConfig['memory'] {
  const problems: Problem[] = [];
  const bytesOf = (key: MemoryKey, byDefault: number): number => {
    try {
      return segmentBytes(memory[key] ?? byDefault);
    } catch (error) {
      const message = `memory.${key}: ${(error as Error).message}`;
      problems.push({ offset: file.offsetOfValue(['memory', key]), message });
      return byDefault;
    }
  };
  const sizes = {
    mainSegmentBytes: bytesOf('main_segment_size', defaults.mainSegmentBytes),
    clientDataSegmentBytes: bytesOf('client_data_segment_size', defaults.clientDataSegmentBytes),
    runtimeDataSegmentBytes: bytesOf('runtime_data_segment_size', defaults.runtimeDataSegmentBytes),
    ...(memory.reserve_percent === undefined ? {} : { reservePercent: memory.reserve_percent }),
  };
  file.rejectIf(problems);
  return sizes;
}

/** The size in bytes, rounded up to whole chunks; `INVALID_ARGUMENT` if no segment can have that size. */
export function segmentBytes(size: string | number): number {
  const bytes = alignUp(parseSize(size), CHUNK_BYTES);
  if (bytes >= MIN_SEGMENT_BYTES && bytes <= MAX_SEGMENT_BYTES) return bytes;
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    `a segment needs at least ${formatSize(MIN_SEGMENT_BYTES)} and less than 4GB, not ${formatSize(parseSize(size))}`,
  );
}
