export const MODULES = 50;
export const METHODS = 10;

/** Turns the declarations of MODULES modules with METHODS methods each into code. */
export interface Generator {
  /** Removes everything generated or remembered. */
  forget(): void;
  /** Changes one module. */
  touch(repeat: number): void;
  /** Runs the program, including its start. @throws if it fails */
  run(): void;
}
