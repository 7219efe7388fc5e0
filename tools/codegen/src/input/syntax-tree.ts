/** Parses TypeScript with ts-morph: syntax only. It looks up no file, follows no import and computes no type. */
import type {
  ts as tsc,
  ClassDeclaration,
  EnumDeclaration,
  FunctionDeclaration,
  InterfaceDeclaration,
  SourceFile,
  TypeAliasDeclaration,
  VariableDeclaration,
} from 'ts-morph';
import { problemAt, type Problem } from '../errors.js';
import type { Position } from '../model/position.js';
import { Node, Project, ts } from './ts-morph.js';

/** The project has made-up paths; problems name the files as the inputs do. */
const givenPaths = new WeakMap<SourceFile, string>();

/** Any more mostly follow from the first few. */
const MOST_PROBLEMS = 3;

/** One project serves all the files of a run. */
export class SyntaxTrees {
  private readonly project = new Project({
    useInMemoryFileSystem: true,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext },
  });
  private count = 0;

  parse(file: string, text: string): SourceFile {
    const source = this.project.createSourceFile(`/${this.count++}.ts`, text);
    givenPaths.set(source, file);
    return source;
  }
}

/** What prevents the file from being TypeScript at all. */
export function syntaxProblems(source: SourceFile): Problem[] {
  // The compiler keeps these on the node; asking a Program for them would first build one.
  const { parseDiagnostics = [] } = source.compilerNode as {
    parseDiagnostics?: readonly tsc.DiagnosticWithLocation[];
  };
  return parseDiagnostics.slice(0, MOST_PROBLEMS).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    const at = { file: fileOf(source), ...source.getLineAndColumnAtPos(diagnostic.start) };
    return problemAt(at, 'typescript-syntax', `not valid TypeScript: ${message}`);
  });
}

export function positionOf(node: Node): Position {
  const source = node.getSourceFile();
  // ts-morph's own method counts the lines from the first one for every node.
  const { line, character } = source.compilerNode.getLineAndCharacterOfPosition(node.getStart());
  return { file: fileOf(source), line: line + 1, column: character + 1 };
}

export function fileOf(source: SourceFile): string {
  return givenPaths.get(source) ?? source.getFilePath();
}

/** The text of the doc comment, without comment marks. */
export function docOf(node: Node): string {
  if (!Node.isJSDocable(node)) return '';
  return node.getJsDocs().at(-1)?.getInnerText().trim() ?? '';
}

/** Top-level declarations that carry a name. */
export type NamedDeclaration =
  | ClassDeclaration
  | InterfaceDeclaration
  | TypeAliasDeclaration
  | FunctionDeclaration
  | EnumDeclaration
  | VariableDeclaration;

/** Whether a declaration is exported under its own name. ts-morph's own method would ask the type checker. */
export function isExported(node: NamedDeclaration): boolean {
  const statement = Node.isVariableDeclaration(node) ? node.getVariableStatement() : node;
  if (statement?.hasDefaultKeyword()) return false;
  return statement?.hasExportKeyword() || exportedNames(node.getSourceFile()).has(node.getName() ?? '');
}

/** Names in `export { a, b };` */
function exportedNames(source: SourceFile): Set<string> {
  const local = source.getExportDeclarations().filter((declaration) => !declaration.hasModuleSpecifier());
  return new Set(
    local.flatMap((declaration) =>
      declaration
        .getNamedExports()
        .filter((name) => name.getAliasNode() === undefined)
        .map((name) => name.getName()),
    ),
  );
}

/** The value of a number as it is written, such as 0x10 or 1_000; NaN for anything else. */
export function numberIn(node: Node | undefined): number {
  return Number(node?.getText().replace(/(?<=[\da-f])_(?=[\da-f])/gi, ''));
}
