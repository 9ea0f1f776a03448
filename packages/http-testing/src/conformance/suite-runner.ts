/** What a conformance suite registers a test with. `it` of vitest, of `node:test` and of jest fit. */
export interface SuiteTest {
  (name: string, body: () => Promise<void>): unknown;
  /** Registers a test that is shown and not run: what the subject says it cannot do. */
  skip(name: string, body: () => Promise<void>): unknown;
}

/** What a test framework gives to a conformance suite: `{ describe, it }` of vitest, of `node:test` or of jest. */
export interface SuiteRunner {
  describe(name: string, body: () => void): unknown;
  readonly it: SuiteTest;
}
