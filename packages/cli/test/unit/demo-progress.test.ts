import { describe, expect, test } from '@jest/globals';
import { Progress } from '../../src/demo/progress.js';

function recorder(isTTY: boolean) {
  const texts: string[] = [];
  return { texts, stream: { isTTY, write: (text: string) => texts.push(text) } };
}

describe('Progress', () => {
  test('writes a line per step when stdout is no terminal', () => {
    const { texts, stream } = recorder(false);
    const progress = new Progress(stream);
    progress.begin('writing', 3_000_000, 'B').advance(1);
    progress.begin('tasks', 200_000, 'tasks');
    progress.begin('starting');
    progress.end();
    expect(texts).toEqual(['writing (3.0 MB)\n', 'tasks (200,000 tasks)\n', 'starting\n']);
  });

  test('rewrites one line on a terminal and clears it', () => {
    const { texts, stream } = recorder(true);
    const progress = new Progress(stream);
    progress.begin('writing', 10, 'B').advance(10);
    progress.end();
    progress.end();
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/^\r.*0% {2}writing/);
    expect(texts[1]).toBe('\r\x1b[K');
  });
});
