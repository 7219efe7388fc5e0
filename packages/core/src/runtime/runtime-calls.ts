import { ChimaeraError, textOfThrown } from '../errors.js';
import type { CreatePoolRequest, RuntimeControl, TaskGroup } from '../module/runtime-control.js';

/** Answers a container's requests to the control plane. `op` is the name of a method of RuntimeControl. */
export function serveCall(
  control: RuntimeControl,
  op: string,
  args: unknown,
  reply: (result: { value?: unknown; error?: ChimaeraError }) => void,
): void {
  carryOut(control, op, args).then(
    (value) => reply({ value }),
    (error: unknown) => reply({ error: asChimaeraError(error) }),
  );
}

async function carryOut(control: RuntimeControl, op: string, args: unknown): Promise<unknown> {
  switch (op) {
    case 'createPool':
      return control.createPool(args as CreatePoolRequest);
    case 'destroyPool': {
      const { poolId, asking } = args as { poolId: string; asking: TaskGroup };
      return control.destroyPool(poolId, asking);
    }
    case 'stop':
      return control.stop(args as { graceMs: number | undefined });
    case 'flush':
      return control.flush(args as number);
    case 'monitor':
      return control.monitor(args as string);
    default:
      throw new ChimaeraError('INVALID_ARGUMENT', `the control plane knows no call '${op}'`);
  }
}

function asChimaeraError(error: unknown): ChimaeraError {
  if (error instanceof ChimaeraError) return error;
  return new ChimaeraError('SYSTEM_ERROR', textOfThrown(error), { cause: error });
}
