import { conformance } from '../support/conformance/suite.js';

conformance({ mode: 'embedded', workers: 1 });
conformance({ mode: 'embedded', workers: 3 });
conformance({ mode: 'embedded', workers: 1, net: true });
