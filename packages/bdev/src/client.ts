import { ClientBase } from './autogen/client.js';

/** Client of a block device pool: the generated methods, one per task of tasks.ts. */
export class Client extends ClientBase {}
