import type { AnyPlugin } from '@x/http-core';
import { got } from '@x/http-core/got';
import { describe, expect, it } from 'vitest';

import { makeAuthority } from '../../../src/fault-server/certificates.ts';
import { describeTransport, type SuiteRunner, type TransportLimits } from '../../../src/index.ts';
import { lifetimeMutants } from '../../support/lifetime-mutants.ts';
import { expectEveryGuardNamed, expectNoticed, expectPass, runSuite } from '../../support/run-suite.ts';
import { wireMutants } from '../../support/transport-mutants.ts';

const certificate = async () => {
  const authority = await makeAuthority();
  return { ...(await authority.issue()), ca: authority.cert };
};
const mutants = [...wireMutants, ...lifetimeMutants];

const suite =
  (factory: () => AnyPlugin, limits: TransportLimits = { certificate }) =>
  (runner: SuiteRunner): void =>
    describeTransport(runner, factory, limits);

describe('the conformance suite for transports', () => {
  it('passes a sound transport', { timeout: 60_000 }, () => expectPass(suite(got)));

  for (const [what, factory, ...noticed] of mutants) {
    it(`notices a transport that ${what}`, { timeout: 30_000 }, () => expectNoticed(suite(factory), noticed));
  }

  it('shows what it does not ask of a transport, and why', async () => {
    const cannot = { pool: 'it has none', timings: 'it has no clock' };
    const { guards, skipped } = await runSuite(suite(got, { cannot }), []);
    expect(skipped).toContain('tells where the time went (it has no clock)');
    expect(skipped).toContain(
      'verifies the certificate of its peer against tls.ca (its limits make no certificate)',
    );
    expect(skipped.filter((name) => name.includes('(it has none)'))).toHaveLength(3);
    expect(guards.length).toBeGreaterThan(skipped.length + 50);
  });

  it('has no guard that nothing would miss', () =>
    expectEveryGuardNamed(
      suite(got),
      mutants.flatMap(([, , ...noticed]) => noticed),
    ));
});
