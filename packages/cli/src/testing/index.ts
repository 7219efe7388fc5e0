/** `chimaera/testing`: what tests and benchmarks need around a runtime. */
export { measurePingPong } from './ping-pong.js';
export { startScratchRuntime, type ScratchOptions, type ScratchRuntime } from './scratch-runtime.js';
