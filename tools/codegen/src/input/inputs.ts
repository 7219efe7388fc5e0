/** Everything that a run depends on, as text: the generator itself reads no files. */
import type { Problem } from '../errors.js';

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface ModuleInputs {
  /** The module's directory; generated files go below it. */
  readonly dir: string;
  /** The nearest chimaera_repo.yaml above it. */
  readonly repo: TextFile;
  readonly yaml: TextFile;
  readonly tasks: TextFile | undefined;
  readonly runtime: TextFile | undefined;
  /** What the last refresh recorded. */
  readonly lock: TextFile | undefined;
}

export interface RepoInputs {
  /** The repository files that list the modules. */
  readonly repos: readonly TextFile[];
  /** In the order of the repository's list. */
  readonly modules: readonly ModuleInputs[];
  /** Problems that occurred during the search. */
  readonly problems: readonly Problem[];
  /** Named in the header of every generated file. */
  readonly command: string;
}
