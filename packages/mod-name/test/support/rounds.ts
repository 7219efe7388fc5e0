/** Number of rounds of a stress test: its usual number, unless CHI_TEST_ROUNDS says otherwise. */
export function roundsOf(usual: number): number {
  const rounds = Number(process.env['CHI_TEST_ROUNDS'] ?? usual);
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new Error(`CHI_TEST_ROUNDS is ${process.env['CHI_TEST_ROUNDS']}, and no number of rounds`);
}
