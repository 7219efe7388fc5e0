import { preset } from '../../jest.preset.js';

// Nothing here measures: two files at once.
export default { ...preset('core'), maxWorkers: 2 };
