import { conformance } from '../support/conformance/suite.js';

conformance({ mode: 'daemon', workers: 1 });
conformance({ mode: 'daemon', workers: 3 });
conformance({ mode: 'daemon', workers: 3, net: true });
