// For `npm run jest -- <file or pattern>`: any project's tests, without building anything first.
import { preset } from './jest.preset.js';

export default {
  projects: ['<rootDir>/packages/*', '<rootDir>/tools/codegen', '<rootDir>/bench'],
  // Of several projects Jest takes this one alone.
  testTimeout: preset().testTimeout,
};
