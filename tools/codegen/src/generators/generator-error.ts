import { ArgumentError } from '../errors.js';

/** Nothing can be scaffolded by that name, or there; the message says why and what would do. */
export class GeneratorError extends ArgumentError {}
