export { Client } from './client.js';
export { Step } from './tasks.js';
