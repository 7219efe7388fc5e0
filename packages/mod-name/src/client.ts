import { ClientBase } from './autogen/client.js';

/**
 * The module's side that runs in other processes. Every method of chimaera_mod.yaml exists in four forms: `custom`
 * returns a promise, `customSync` blocks, `asyncCustom` returns a handle, `prepareCustom` returns an element for
 * `submitBatch`. Write methods here that combine these.
 */
export class Client extends ClientBase {}
