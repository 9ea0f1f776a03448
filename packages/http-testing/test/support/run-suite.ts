import { expect } from 'vitest';

import type { SuiteRunner } from '../../src/index.ts';

type Register = (runner: SuiteRunner) => void;

/** What came of a suite that was run by itself. */
export interface SuiteReport {
  /** Every guard of the suite, skipped ones too. */
  readonly guards: readonly string[];
  readonly skipped: readonly string[];
  /** What each guard that failed said. */
  readonly failed: Readonly<Record<string, unknown>>;
}

/** Collects the guards that `register` gives to its runner and runs those named in `only`, or all, one after the other. */
export async function runSuite(register: Register, only?: readonly string[]): Promise<SuiteReport> {
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  const skipped: string[] = [];
  register({
    describe: (_name, body) => body(),
    it: Object.assign((name: string, body: () => Promise<void>) => tests.push({ name, body }), {
      skip: (name: string) => skipped.push(name),
    }),
  });
  const guards = [...tests.map(({ name }) => name), ...skipped];
  expect(guards, 'two guards of one name').toEqual([...new Set(guards)]);
  const failed: Record<string, unknown> = Object.create(null);
  for (const { name, body } of tests) {
    if (only !== undefined && !only.includes(name)) continue;
    try {
      await body();
    } catch (error) {
      failed[name] = error;
    }
  }
  return { guards, skipped, failed };
}

/** Fails unless the suite runs and passes; shows what its guards said. */
export async function expectPass(register: Register): Promise<void> {
  const { guards, failed } = await runSuite(register);
  expect(guards.length).toBeGreaterThan(0);
  expect(failed).toEqual({});
}

/** Fails unless each of the guards notices the broken subject that `register` holds the suite to. */
export async function expectNoticed(register: Register, guards: readonly string[]): Promise<void> {
  const { guards: all, failed } = await runSuite(register, guards);
  expect(all, 'the suite has these guards').toEqual(expect.arrayContaining([...guards]));
  expect(Object.keys(failed).toSorted()).toEqual([...guards].toSorted());
}

/** Fails when a guard of the suite is noticed missing by no mutant: it could be deleted and nobody would know. */
export async function expectEveryGuardNamed(register: Register, named: readonly string[]): Promise<void> {
  const { guards } = await runSuite(register, []);
  expect(guards.filter((guard) => !named.includes(guard))).toEqual([]);
}
