import type { Row } from '../row.js';
import { blocking } from './blocking.js';
import { firstTask } from './first-task.js';
import { handles1024, handles64 } from './handles.js';
import { inFlight1024, inFlight64 } from './in-flight.js';
import { oneInFlight } from './one-in-flight.js';
import { region } from './region.js';

/** In the order of the tables, which is also the order of measuring. */
export const rows: readonly Row[] = [
  oneInFlight,
  blocking,
  inFlight64,
  inFlight1024,
  handles64,
  handles1024,
  firstTask,
  region,
];
