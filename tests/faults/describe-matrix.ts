import { createClient } from '@x/http-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Deviation, deviations } from './deviations.ts';
import { type Route, type RouteName, routes } from './routes.ts';
import type { Row } from './row.ts';
import { expectedOf, runRow, type Verdict, warmUp } from './run-row.ts';
import { transports, type TransportUnderTest } from './transports.ts';

const direct = routes[0] as Route;

/** Every row on every transport, on every route that it makes sense through, buffered; directly streamed, too. */
export function describeMatrix(rows: readonly Row[]): void {
  const able = transports.filter((transport) => rowsFor(transport, rows).length > 0);
  describe.each(able)('$name', (transport) => {
    beforeAll(() => warmUp(transport, direct));
    const own = rowsFor(transport, rows);
    const taken = routes.filter(({ name }) => own.some((row) => goesThrough(row, name)));
    describe.each(taken)('$name', (route) => {
      it.each(own.filter((row) => goesThrough(row, route.name)))('$name', async (row) => {
        expectVerdict(await runRow(row, transport, route), row, transport, route);
      });
    });
    describe('direct, streamed', () => {
      const streamed = own.filter((row) => goesThrough(row, 'direct') && row.bufferedOnly !== true);
      it.each(streamed)('$name', async (row) => {
        expectVerdict(await runRow(row, transport, direct, { isStreamed: true }), row, transport, direct);
      });
    });
  });
}

function rowsFor(transport: TransportUnderTest, rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => row.http2 !== true || speaksHttp2(transport));
}

/** Whether a client of that transport can be told to offer HTTP/2. */
export function speaksHttp2(transport: TransportUnderTest): boolean {
  try {
    createClient({ http2: true, plugins: [transport.make()] });
    return true;
  } catch {
    return false;
  }
}

function expectVerdict(verdict: Verdict, row: Row, transport: TransportUnderTest, route: Route): void {
  const deviation = deviationOf(row, transport, route);
  if (deviation === undefined) expect(verdict).toMatchObject(expectedOf(row.expected));
  else expectDeviation(verdict, row, deviation);
}

function goesThrough(row: Row, route: RouteName): boolean {
  return row.routes === undefined || row.routes.includes(route);
}

function deviationOf(row: Row, transport: TransportUnderTest, route: Route): Deviation | undefined {
  return deviations.find(
    (one) =>
      one.row === row.name &&
      (one.transport ?? transport.name) === transport.name &&
      (one.routes === undefined || one.routes.includes(route.name)),
  );
}

/** INVARIANT: the list of deviations shrinks when the code gets better; a row that passes does not belong there. */
function expectDeviation(verdict: Verdict, row: Row, deviation: Deviation): void {
  expect(verdict).not.toMatchObject(expectedOf(row.expected));
  expect(verdict).toMatchObject(deviation.instead);
}
