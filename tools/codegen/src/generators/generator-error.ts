/** A name or a place that nothing can be made of; the message says why and what would do. */
export class GeneratorError extends Error {
  /** What the command line prints before the message. */
  readonly code = 'INVALID_ARGUMENT';
}
