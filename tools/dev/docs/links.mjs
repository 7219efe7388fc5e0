// Links between the files of the repository: each leads to a file, and to a heading if it names one.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;

/** Problems of one document, each with file and line. */
export function checkLinks(file) {
  const prose = proseOf(file).join('\n');
  return Array.from(prose.matchAll(LINK), ({ 1: target, index }) => {
    const line = prose.slice(0, index).split('\n').length;
    const flaw = flawOf(file, target);
    return flaw === undefined ? [] : [`${file}:${line}: ${flaw}`];
  }).flat();
}

function flawOf(file, target) {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path, anchor] = target.split('#');
  const found = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(found)) return `the link to ${target} leads nowhere`;
  if (anchor === undefined || !found.endsWith('.md')) return undefined;
  return anchorsOf(found).has(anchor) ? undefined : `${found} has no heading for #${anchor}`;
}

/** Anchors of headings, formed as GitHub does. */
function anchorsOf(file) {
  const headings = proseOf(file).flatMap((line) => /^#+\s+(.*)$/.exec(line)?.[1] ?? []);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** The lines of a file; those of fenced blocks are empty. */
function proseOf(file) {
  let fence;
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => {
      const mark = /^\s*(`{3,})/.exec(line)?.[1];
      const inside = fence !== undefined;
      if (mark !== undefined && (!inside || mark === fence)) fence = inside ? undefined : mark;
      return inside || mark !== undefined ? '' : line;
    });
}
