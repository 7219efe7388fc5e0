import type { Trial } from '../row.js';
import { clients } from './clients.js';
import { crowded } from './crowded.js';
import { idleClients } from './idle-clients.js';
import { memory } from './memory.js';
import { path } from './path.js';
import { rest } from './rest.js';
import { start } from './start.js';
import { timers } from './timers.js';

/** In the order of the report. */
export const trials: readonly Trial[] = [path, clients, idleClients, rest, crowded, timers, memory, start];
