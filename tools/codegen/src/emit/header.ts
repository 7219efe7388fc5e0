/** First line of every generated file: its sources, and the command that makes it. Also identifies orphans. */
export const GENERATED_MARK = '// Generated from ';

/** Where generated files go, relative to the module's directory. */
export const AUTOGEN_DIR = 'src/autogen';

/** @param sources paths relative to the module's directory */
export function header(sources: readonly string[], command: string): string {
  return `${GENERATED_MARK}${sources.join(', ')} by \`${command}\`. Do not edit.`;
}
