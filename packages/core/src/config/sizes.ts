// Sizes as people write them: 512MB, 64KiB, 10m, 1g, 4096. As in the C++ original, KB and KiB both mean 1024.
import { ChimaeraError } from '../errors.js';

const SIZE = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i;
const UNITS = ['', 'k', 'm', 'g', 't'];

/** The number of bytes that a text or a number stands for; `INVALID_ARGUMENT` if it is no size. */
export function parseSize(size: string | number): number {
  const bytes = typeof size === 'number' ? size : bytesOf(size.trim());
  if (Number.isSafeInteger(bytes) && bytes >= 0) return bytes;
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    `'${size}' is not a size: write a whole number of bytes, such as 4096, 64KB, 512MB or 1.5GB (K, M, G and T are powers of 1024)`,
  );
}

/** The shortest usual form: `512MB`, `1.5GB`, `100B`; to two decimals. */
export function formatSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(2))}${UNITS[unit].toUpperCase()}B`;
}

function bytesOf(text: string): number {
  const match = SIZE.exec(text);
  return match ? Number(match[1]) * 1024 ** UNITS.indexOf(match[2].toLowerCase()) : NaN;
}
