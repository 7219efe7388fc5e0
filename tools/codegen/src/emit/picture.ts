/** A drawing of a task's memory, for its doc comment. */
import { typeText } from '../model/field-type.js';
import { HEADER_BYTES, type Layout } from '../model/layout.js';
import { WIDTH } from './text.js';

/** Width of a line that names what is in the heap, so that it fits into the comment. */
const HEAP_WIDTH = WIDTH - 12;

interface Row {
  readonly offset: string;
  readonly cells: readonly string[];
}

export function picture(layout: Layout): string[] {
  const fields = [...layout.fields].sort((a, b) => a.offset - b.offset);
  const rows: Row[] = [
    { offset: '0', cells: ['header', '', String(HEADER_BYTES), ''] },
    ...fields.map(({ offset, name, type, bytes, direction }) => ({
      offset: String(offset),
      cells: [name, typeText(type), String(bytes), direction],
    })),
  ];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row.cells[i]!.length)));
  const rule = `${' '.repeat(6)}+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const regions = fields.filter((field) => field.isRegion).map((field) => field.name);
  return [
    '```text',
    rule,
    ...rows.map(({ offset, cells }) => `${offset.padStart(5)} | ${aligned(cells, widths).join(' | ')} |`),
    rule,
    ...heapLines(regions).map(
      (line, i) => `${(i === 0 ? String(layout.fixedBytes) : '').padStart(5)} | ${line}`,
    ),
    '```',
  ];
}

/** Numbers are right-aligned, words left-aligned. */
function aligned(cells: readonly string[], widths: readonly number[]): string[] {
  return cells.map((cell, i) => (/^\d+$/.test(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)));
}

/** What lies behind the fixed fields. */
function heapLines(regions: readonly string[]): string[] {
  if (regions.length === 0) return ['heap'];
  const lines = ['heap:'];
  regions.forEach((name, i) => {
    const word = i < regions.length - 1 ? `${name},` : name;
    if (lines.at(-1)!.length + 1 + word.length > HEAP_WIDTH) lines.push(`     ${word}`);
    else lines.push(`${lines.pop()} ${word}`);
  });
  return lines;
}
