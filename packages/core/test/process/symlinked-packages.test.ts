import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

// If the file that the process has looked at last was a FIFO, Node resolves an import to the path through a symbolic
// link, and loads a package twice. Our FIFOs are opened while modules are still being loaded.
test('opening a doorbell does not change how symlinked packages resolve', () => {
  const root = mkdtempSync(join(tmpdir(), 'chi-sl-'));
  try {
    mkdirSync(join(root, 'real'));
    mkdirSync(join(root, 'node_modules'));
    symlinkSync('../real', join(root, 'node_modules/linked'));
    writeFileSync(join(root, 'real/package.json'), '{ "type": "module", "exports": { "./*": "./*.js" } }');
    for (const name of ['a', 'b'])
      writeFileSync(join(root, `real/${name}.js`), 'export const { url } = import.meta;');
    spawnSync('mkfifo', [join(root, 'bell')]);
    const doorbell = new URL('../../dist/os/doorbell.js', import.meta.url).href;
    writeFileSync(
      join(root, 'program.mjs'),
      `import { constants, openSync } from 'node:fs';
       import { Bellpull } from ${JSON.stringify(doorbell)};
       const bell = ${JSON.stringify(join(root, 'bell'))};
       openSync(bell, constants.O_RDONLY | constants.O_NONBLOCK);
       const urls = [(await import('linked/a')).url];
       console.log(String(Bellpull.open(bell) !== undefined));
       urls.push((await import('linked/b')).url);
       console.log(String(urls.every((url) => url.includes('/real/'))));`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'program.mjs')], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'true\ntrue\n', stderr: '' });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
