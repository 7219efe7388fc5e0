import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** A temporary directory per test, and what modules are made of. */
export class Scratch {
  /** The directory. */
  root = '';

  write(path: string, content: string | object): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  /** A repository's YAML. */
  repo(directory: string, yaml: string): void {
    this.write(join(directory, 'chimaera_repo.yaml'), yaml);
  }

  /** A module's YAML alone. */
  module(directory: string, yaml: string): void {
    this.write(join(directory, 'chimaera_mod.yaml'), yaml);
  }

  /** A package that is built. */
  package(directory: string, name: string): void {
    this.write(join(directory, 'package.json'), { name, type: 'module' });
  }
}

export function scratchModules(): Scratch {
  const scratch = new Scratch();
  beforeEach(() => {
    scratch.root = realpathSync(mkdtempSync(join(tmpdir(), 'chimaera-modules-')));
  });
  afterEach(() => rmSync(scratch.root, { recursive: true, force: true }));
  return scratch;
}
