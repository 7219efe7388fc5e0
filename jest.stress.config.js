// For `npm run test:stress`.
import { readdirSync } from 'node:fs';
import { stressPreset } from './jest.preset.js';

const packages = readdirSync(new URL('./packages', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => stressPreset(entry.name, `<rootDir>/packages/${entry.name}`));

export default {
  projects: [
    ...packages,
    stressPreset('codegen', '<rootDir>/tools/codegen'),
    stressPreset('bench', '<rootDir>/bench'),
  ],
  // Of several projects Jest takes this one alone.
  testTimeout: stressPreset().testTimeout,
  passWithNoTests: true,
};
