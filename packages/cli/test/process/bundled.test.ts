import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { rollup } from 'rollup';
import { outcomeOf, spawnProgram } from './cli.js';

const workspace = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

test.each(['es', 'cjs'] as const)('core bundled as %s fails with the remedy', async (format) => {
  const at = mkdtempSync(join(tmpdir(), 'chi-bundled-'));
  try {
    const bundle = await rollup({
      input: workspace('packages/core/dist/doors/offer.js'),
      external: /^[^./]|(index|module|codegen)\.js$/,
      onwarn: () => undefined,
    });
    mkdirSync(join(at, 'dist'));
    const file = join(at, 'dist', format === 'es' ? 'program.mjs' : 'program.cjs');
    await bundle.write({ file, format });
    await bundle.close();
    const { code, stderr } = await outcomeOf(spawnProgram(file, []));
    expect(code).toBe(1);
    expect(stderr).toMatch(/ChimaeraError: @chimaera\/core was put into a bundle.*--packages=external/);
    expect(stderr).toContain('UNSUPPORTED_PLATFORM');
  } finally {
    rmSync(at, { recursive: true });
  }
});
