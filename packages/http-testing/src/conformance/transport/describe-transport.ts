import type { AnyPlugin } from '@x/http-core';

import type { SuiteRunner } from '../suite-runner.ts';
import { testUnless } from '../test-unless.ts';
import { abortGuards } from './abort-guards.ts';
import { connectionGuards } from './connection-guards.ts';
import { environmentGuards } from './environment-guards.ts';
import { exchangeGuards } from './exchange-guards.ts';
import { failureGuards } from './failure-guards.ts';
import { proxyGuards } from './proxy-guards.ts';
import { requestGuards } from './request-guards.ts';
import { responseGuards } from './response-guards.ts';
import { timeoutGuards } from './timeout-guards.ts';
import { TransportBench } from './transport-bench.ts';
import type { TransportLimits } from './transport-limits.ts';

const guards = [
  ...exchangeGuards,
  ...requestGuards,
  ...responseGuards,
  ...failureGuards,
  ...abortGuards,
  ...timeoutGuards,
  ...connectionGuards,
  ...environmentGuards,
  ...proxyGuards,
];

/**
 * The conformance suite for transports, over real sockets: what the chain and every caller rely on. `factory` makes the plugin
 * anew for each test; `limits` says what it cannot do, and those tests are skipped with the reason in their names.
 */
export function describeTransport(
  { describe, it }: SuiteRunner,
  factory: () => AnyPlugin,
  limits: TransportLimits = {},
): void {
  const bench = new TransportBench(factory, limits);
  describe(`transport ${factory().name}`, () => {
    for (const { ability, claim, run, skipped } of guards) {
      const reason = limits.cannot?.[ability] ?? skipped ?? bench.lacks(ability);
      testUnless(it, reason)(claim, () => run(bench));
    }
  });
}
