/** What is wrong with an installed package; empty if all is well. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
}

/** What users need: the code, its types, and the sources that debuggers and editors lead to. */
const WANTED = [
  /^(package\.json|README\.md|LICENSE|chimaera_mod\.yaml|generators\.json)$/,
  /^(dist|src)\/.*\.ts$/,
  /^dist\/.*\.(c?js|c?js\.map|d\.ts\.map)$/,
  /^dist\/templates\/.*\.hbs$/,
  /^(bin|generators|nx)\/[^/]*\.(js|json)$/,
  /^docs\/([^/]*\.md|.*\.svg)$/,
];
const UNWANTED = /^(dist|src)\/(demo|templates\/module-checkout)\//;
const IMPORT =
  /^(?:(?:import|export) (?:[^;'"]*? from )?|(?:(?:const|var) [^;'"]*? = )?require\()'([^'.][^']*)'\)?;$/gm;

export function flawsOf(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((file) => !file.startsWith('node_modules/'));
  const has = (file: string): boolean => files.includes(file.replace(/^\.\//, ''));
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
  return [
    ...['README.md', 'LICENSE'].filter((file) => !has(file)).map((file) => `no ${file}`),
    ...files
      .filter((file) => !WANTED.some((wanted) => wanted.test(file)) || UNWANTED.test(file))
      .map(unwanted),
    ...targets(manifest).flatMap((target) =>
      has(target) ? [] : [`package.json names ${target}, which is not there`],
    ),
    ...files.filter(isCompiled).flatMap((file) => [
      ...partsOf(file)
        .filter((part) => !has(part))
        .map((part) => `no ${part}`),
      ...undeclared(join(directory, file), manifest),
    ]),
    ...files.filter((file) => file.endsWith('.map')).flatMap((file) => lostSources(directory, file)),
    ...files.filter((file) => file.endsWith('.md')).flatMap((file) => deadLinks(directory, file)),
  ];
}

const unwanted = (file: string): string => `${file} is of no use to anybody`;
const isCompiled = (file: string): boolean => /^dist\/.*\.c?js$/.test(file);
/** A chunk of a bundle is only used by the files beside it. */
const partsOf = (file: string): string[] =>
  file.startsWith('dist/chunks/') ? [`${file}.map`] : [file.replace(/\.js$/, '.d.ts'), `${file}.map`];

function targets({ bin = {}, exports = {} }: Manifest): string[] {
  const exported = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );
  return [...Object.values(bin), ...exported];
}

/** Packages that a file imports by name, and that are not among the dependencies. */
function undeclared(file: string, manifest: Manifest): string[] {
  const declared = Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    [manifest.name]: true,
  });
  return Array.from(readFileSync(file, 'utf8').matchAll(IMPORT), ([, specifier]) => specifier!)
    .filter((specifier) => !isBuiltin(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
    .filter((name) => !declared.includes(name))
    .map((name) => `${file} imports ${name}, which is no dependency`);
}

function lostSources(directory: string, map: string): string[] {
  const { sources } = JSON.parse(readFileSync(join(directory, map), 'utf8')) as { sources: string[] };
  return sources
    .filter((source) => !existsSync(join(directory, dirname(map), source)))
    .map((source) => `${map} leads to ${source}, which is not there`);
}

/** Links of a document to files that are not installed. */
function deadLinks(directory: string, document: string): string[] {
  const text = readFileSync(join(directory, document), 'utf8').replace(/^```[^]*?^```/gm, '');
  return Array.from(text.matchAll(/\]\(([^)\s#]+)(#[^)\s]*)?\)/g), ([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(directory, dirname(document), target)))
    .map((target) => `${document} leads to ${target}, which is not there`);
}
