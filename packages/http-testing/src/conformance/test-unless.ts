import type { SuiteTest } from './suite-runner.ts';

/** Registers a test, or shows it as skipped with the reason in its name where there is one. */
export function testUnless(
  it: SuiteTest,
  reason: string | undefined,
): (name: string, body: () => Promise<void>) => unknown {
  if (reason === undefined) return (name, body) => it(name, body);
  return (name) => it.skip(`${name} (${reason})`, async () => {});
}
