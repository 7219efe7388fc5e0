/**
 * The parser of TypeScript, loaded with `require`: to find the exports of such a large CommonJS package, an import
 * reads all of it once more, which takes a tenth of a second.
 */
import { createRequire } from 'node:module';
import type * as TsMorph from 'ts-morph';

const loaded = createRequire(import.meta.url)('ts-morph') as typeof TsMorph;

export const Node: typeof TsMorph.Node = loaded.Node;
export type Node = TsMorph.Node;
export const Project: typeof TsMorph.Project = loaded.Project;
export const SyntaxKind: typeof TsMorph.SyntaxKind = loaded.SyntaxKind;
export const ts: typeof TsMorph.ts = loaded.ts;
