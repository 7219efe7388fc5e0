import type { Row } from '../row.js';
import { inFlight64 } from './in-flight-64.js';
import { oneInFlight } from './one-in-flight.js';

/** In the order of the table, which is also the order of measuring. */
export const rows: readonly Row[] = [oneInFlight, inFlight64];
