import { preset } from '../../jest.preset.js';

// Nothing here measures: two files at once.
export default { ...preset('mod-name'), maxWorkers: 2 };
