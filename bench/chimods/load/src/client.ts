import { ClientBase } from './autogen/client.js';

export class Client extends ClientBase {}
