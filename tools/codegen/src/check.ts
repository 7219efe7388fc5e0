/** Finds what `refresh` would change; writes nothing, and does not rely on any earlier run. */
import type { Problem } from './errors.js';
import { find, isAutogen } from './find.js';
import { compare, type Difference } from './output/compare.js';

export interface CheckResult {
  readonly problems: readonly Problem[];
  readonly differences: readonly Difference[];
  readonly modules: number;
  /** What brings the files up to date. */
  readonly command: string;
}

export async function check(dir: string): Promise<CheckResult> {
  const { inputs, pipeline } = await find(dir);
  const { files, problems } = await pipeline.generate(inputs);
  const differences = problems.length > 0 ? [] : compare(files, isAutogen);
  return { problems, differences, modules: inputs.modules.length, command: inputs.command };
}
