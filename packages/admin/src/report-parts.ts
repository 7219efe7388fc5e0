import { ChimaeraError, type RuntimeReport } from '@chimaera/core';

/**
 * The parts of a report, which travels as JSON through memory that other processes of the user can write to.
 * @throws ChimaeraError BAD_TASK if it is no report any more
 */
export function reportParts(text: string): RuntimeReport {
  let parts: unknown;
  let cause: unknown;
  try {
    parts = JSON.parse(text);
  } catch (error) {
    cause = error;
  }
  if (typeof (parts as Partial<RuntimeReport> | null | undefined)?.query === 'string')
    return parts as RuntimeReport;
  throw new ChimaeraError(
    'BAD_TASK',
    'the report of monitor() was overwritten in shared memory, so it cannot be read; call monitor() again',
    { cause },
  );
}
