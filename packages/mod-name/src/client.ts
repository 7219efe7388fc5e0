import { ClientBase } from './autogen/client.js';

/**
 * The module's side that runs in other processes. Every method of chimaera_mod.yaml is there four times: `custom`
 * gives a promise, `customSync` blocks, `asyncCustom` gives a handle, `prepareCustom` something for `submitBatch`.
 * What a hand can add is here: methods that combine these.
 */
export class Client extends ClientBase {}
