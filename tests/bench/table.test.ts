import { describe, expect, it } from 'vitest';

import {
  formatMegabytes,
  formatNumber,
  formatPercent,
  formatRatio,
} from '../../bench/report/number-format.ts';
import { markdownTable, plainTable } from '../../bench/report/table.ts';
import { budgetTable, scenarioTable, startupTable } from '../../bench/report/tables.ts';
import { sampleResults } from './sample-results.ts';

const table = {
  headings: ['client', 'µs'],
  rows: [
    ['a', '1.00'],
    ['longer name', '1,234'],
  ],
};

describe('numbers', () => {
  it('have three digits, or all before the point', () => {
    const shown = [0.1234, 1.234, 12.34, 123.4, 12_345.6, 0].map(formatNumber);
    expect(shown).toEqual(['0.123', '1.23', '12.3', '123', '12,346', '0']);
  });

  it('show that there is none', () => {
    expect([formatNumber, formatRatio, formatPercent].map((format) => format(Number.NaN))).toEqual([
      '-',
      '-',
      '-',
    ]);
  });

  it('come in their units', () => {
    expect(formatMegabytes(2_500_000)).toBe('2.50');
    expect(formatRatio(1.005)).toBe('1.00');
    expect(formatPercent(0.456)).toBe('46 %');
  });
});

describe('tables', () => {
  it('align names to the left and figures to the right', () => {
    expect(plainTable(table)).toBe('client          µs\na             1.00\nlonger name  1,234');
    expect(markdownTable(table).split('\n')).toEqual([
      '| client      |    µs |',
      '| ----------- | ----: |',
      '| a           |  1.00 |',
      '| longer name | 1,234 |',
    ]);
  });

  it('of a scenario have the cheapest client first', () => {
    const [scenario] = sampleResults.scenarios;
    if (scenario === undefined) throw new Error('There is no scenario');
    const { rows, headings } = scenarioTable(sampleResults, scenario);
    expect(rows.map(([label]) => label)).toEqual([
      'raw socket',
      'undici dispatch',
      '@x/http-undici',
      'undici request',
    ]);
    expect(rows.every((cells) => cells.length === headings.length)).toBe(true);
    expect(rows[0]).toEqual([
      'raw socket',
      '16.0',
      '15.2-17.6',
      '0.40',
      '60,000',
      '1.50',
      '4.00',
      '123',
      '90 %',
    ]);
  });

  it('of start and size, and of budgets, say what was measured', () => {
    expect(startupTable(sampleResults).rows).toEqual([
      ['@x/http-undici', '20.0', '19.0-22.0', '60.0', '57.0-66.0', '2.50', '3'],
    ]);
    expect(budgetTable(sampleResults.budgets).rows).toEqual([
      ['own over theirs', '0.90 x', '0.89-0.92', '< 1 x', 'holds'],
      ['sockets left', '3', '', '<= 0', 'FAILS'],
    ]);
  });
});
