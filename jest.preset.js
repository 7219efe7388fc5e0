// What every project's jest.config.js shares. Tests run as native ES modules: TypeScript is only stripped
// and `using` lowered (swc); relative imports reach sources, package imports the built dist of a package.
const swc = {
  jsc: {
    parser: { syntax: 'typescript' },
    target: 'es2022',
    transform: { verbatimModuleSyntax: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

/** The unit and process tests of one project. */
export function preset(displayName) {
  return {
    displayName,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/test/unit/**/*.test.ts', '<rootDir>/test/process/**/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'] },
    transform: { '^.+\\.ts$': ['@swc/jest', swc] },
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tsbuild/'],
    testTimeout: 15_000,
  };
}

/** The stress tests of one project: long, and only run on demand. */
export function stressPreset(displayName, rootDir) {
  return {
    ...preset(displayName),
    rootDir,
    testMatch: ['<rootDir>/test/stress/**/*.stress.ts'],
    testTimeout: 600_000,
  };
}
