// For `npm run jest -- <file or pattern>`: any project's tests, without building anything first.
export default { projects: ['<rootDir>/packages/*', '<rootDir>/tools/codegen', '<rootDir>/bench'] };
