// Fenced blocks of a Markdown file, and what their info strings ask for.
import { readFileSync } from 'node:fs';

const FENCE = /^(\s*)(`{3,})(.*)$/;
/** In these languages nothing is shown untried. */
const TRIED = ['bash', 'sh', 'ts', 'js', 'yaml', 'json'];

/**
 * @typedef {'run' | 'elsewhere' | 'program' | 'file' | 'excerpt' | 'output'} Kind
 * @typedef {{ line: number, kind: Kind, path?: string, withDaemon?: boolean, withRegistry?: boolean, text: string }}
 * Block
 * @returns {{ blocks: Block[], problems: string[] }}
 */
export function readBlocks(file) {
  const blocks = [];
  const problems = [];
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let i = 0; i < lines.length; i++) {
    const [, indent, fence, info] = FENCE.exec(lines[i]) ?? [];
    if (fence === undefined) continue;
    const start = i + 1;
    const body = [];
    for (i++; i < lines.length && lines[i].trim() !== fence; i++) body.push(lines[i].slice(indent.length));
    const [language, ...words] = info.trim().split(/\s+/);
    const block = blockOf(language, words);
    if (block !== undefined) blocks.push({ line: start, text: `${body.join('\n')}\n`, ...block });
    else if (TRIED.includes(language))
      problems.push(
        `${file}:${start}: a ${language} block says whether it is tried: see tools/dev/docs-check.mjs`,
      );
  }
  return { blocks, problems };
}

function blockOf(language, words) {
  const [kind, path] = words.find((word) => /^(file|excerpt)=/.test(word))?.split('=') ?? [];
  if (path !== undefined) return { kind, path };
  if (language === 'bash' && words.includes('ci'))
    return { kind: 'run', withRegistry: words.includes('registry') };
  if (language === 'bash' && words.includes('elsewhere')) return { kind: 'elsewhere' };
  if (language === 'ts' && words.includes('runnable'))
    return { kind: 'program', withDaemon: words.includes('daemon') };
  return language === 'text' && words.includes('output') ? { kind: 'output' } : undefined;
}
