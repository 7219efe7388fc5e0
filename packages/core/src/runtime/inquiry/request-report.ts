import type { RuntimeReport } from '../../chi/runtime-report.js';
import { ChimaeraError } from '../../errors.js';
import { runtimeHolder } from '../directory/runtime-holder.js';
import { requestControl } from './control-request.js';

const ANSWER_TIMEOUT_MS = 5000;

/**
 * Asks the control plane of the runtime in `dir`.
 * @throws ChimaeraError RUNTIME_NOT_RUNNING, CONNECT_FAILED if it does not answer, INVALID_ARGUMENT for an unknown
 * query
 */
export async function requestReport(dir: string, query: string): Promise<RuntimeReport> {
  const holder = runtimeHolder(dir);
  if (holder === undefined) {
    throw new ChimaeraError(
      'RUNTIME_NOT_RUNNING',
      `no runtime is running in ${dir}; start one with \`npx chimaera runtime start\`, or name another directory with --dir`,
    );
  }
  if (holder.bereft !== undefined) {
    throw new ChimaeraError(
      'CONNECT_FAILED',
      `nobody can connect to the runtime in ${dir} (process ${holder.process.pid}) any more, because that directory was removed; end it with \`npx chimaera runtime stop\``,
    );
  }
  const reply = await requestControl(dir, { t: 'monitor', query }, ANSWER_TIMEOUT_MS);
  if (reply?.t === 'monitor') return reply.report;
  if (reply?.t === 'refused') throw new ChimaeraError(reply.code, reply.message);
  throw new ChimaeraError(
    'CONNECT_FAILED',
    `the runtime in ${dir} (process ${holder.process.pid}) does not answer; it starts or stops at this moment, or is stuck: look at its log`,
  );
}
