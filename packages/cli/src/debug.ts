/** Whether CHI_DEBUG asks for more; the same words as the runtime's log takes for no. */
export function isDebug(value: string | undefined = process.env.CHI_DEBUG): boolean {
  const word = value?.trim().toLowerCase();
  return word !== undefined && !['', '0', 'false', 'no', 'off'].includes(word);
}
