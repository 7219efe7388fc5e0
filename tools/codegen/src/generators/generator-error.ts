import { ArgumentError } from '../errors.js';

/** Nothing can be scaffolded under that name, or in that place; the message says why, and what would do. */
export class GeneratorError extends ArgumentError {}
