import type { AnyPlugin } from '@x/http-core';

import type { SuiteRunner } from '../suite-runner.ts';
import { testUnless } from '../test-unless.ts';
import { chainGuards } from './chain-guards.ts';
import { optionGuards } from './option-guards.ts';
import { PluginBench } from './plugin-bench.ts';
import type { PluginLimits } from './plugin-limits.ts';
import { shapeGuards } from './shape-guards.ts';
import { traceGuards } from './trace-guards.ts';

/**
 * The conformance suite for plugins, through clients and over real sockets: what a client and the plugins beside it rely on.
 * `factory` makes the plugin anew for each test; `limits` has samples of its options and says what it is excused from.
 */
export function describePlugin(
  { describe, it }: SuiteRunner,
  factory: () => AnyPlugin,
  limits: PluginLimits = {},
): void {
  const bench = new PluginBench(factory, limits);
  describe(`plugin ${factory().name}`, () => {
    for (const { claim, skipped, run } of [...shapeGuards, ...optionGuards, ...chainGuards, ...traceGuards]) {
      testUnless(it, skipped?.(bench))(claim, () => run(bench));
    }
  });
}
