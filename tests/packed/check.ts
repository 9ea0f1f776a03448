/** What a program came to: 0 is well, else its output says why. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** How many checks held and how many did not. */
export const counts: { passed: number; failed: number } = { passed: 0, failed: 0 };

/** Runs one check, prints a line about it and counts it. One that throws has failed. */
export async function check(name: string, action: () => Promise<Outcome | undefined>): Promise<boolean> {
  const started = performance.now();
  const outcome = await action().catch((error: unknown) => ({ code: 1, output: String(error) }));
  const isPassed = outcome === undefined || outcome.code === 0;
  counts[isPassed ? 'passed' : 'failed'] += 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${isPassed ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`);
  if (!isPassed) console.log(outcome.output.trimEnd().replaceAll(/^/gm, '    '));
  return isPassed;
}

/** Throws what a program said unless it ended well; gives its output. */
export function expectSuccess({ code, output }: Outcome, what: string): string {
  if (code !== 0) throw new Error(`${what} ended with ${code}:\n${output}`);
  return output;
}
