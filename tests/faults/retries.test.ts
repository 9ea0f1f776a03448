import { resilience } from '@x/http-resilience';
import { beforeAll, describe, expect, it } from 'vitest';

import { speaksHttp2 } from './describe-matrix.ts';
import { deviations } from './deviations.ts';
import { matrix } from './matrix.ts';
import { type Route, routes } from './routes.ts';
import type { Row } from './row.ts';
import { runRow, warmUp } from './run-row.ts';
import { transports } from './transports.ts';

const direct = routes[0] as Route;
/** How often a method goes out, by the column of the table: S safe, I idempotent only, N never. */
const attempts = { GET: { S: 2, I: 2, N: 1 }, POST: { S: 2, I: 1, N: 1 } } as const;

/** The rows of failures that a first call comes to. */
const rows = Object.values(matrix)
  .flat()
  .flatMap((row) => {
    const { expected, before, method } = row;
    if (deviations.some((deviation) => deviation.row === row.name)) return [];
    if (!('error' in expected) || expected.status !== undefined || before !== undefined) return [];
    return expected.retry === undefined || method !== undefined ? [] : [{ ...row, retry: expected.retry }];
  });

// INVARIANT: the column of the table is the rule; a plugin that retries goes by it, whatever the transport.
describe.each(transports)('$name: with two attempts', (transport) => {
  beforeAll(() => warmUp(transport, direct));
  describe.each(['GET', 'POST'] as const)('%s', (method) => {
    const able = rows.filter((row) => row.http2 !== true || speaksHttp2(transport));
    it.each(able)('$retry: $name', async (row) => {
      const again: Row = { ...row, method, sends: 12, ...(method === 'POST' ? { call: withBody(row) } : {}) };
      const policy = resilience({ retry: { maxAttempts: 2, baseDelay: 1, maxDelay: 1 } });
      const verdict = await runRow(again, transport, direct, { policies: [policy] });
      expect(verdict['attempts']).toBe(attempts[method][row.retry]);
    });
  });
});

function withBody({ call }: Row): NonNullable<Row['call']> {
  return { ...call, body: 'hello' };
}
