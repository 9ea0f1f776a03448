import type { Spread } from '../measure/statistics.ts';
import { formatMegabytes, formatNumber, formatPercent, formatRatio } from './number-format.ts';
import type { BudgetResult, Results, ScenarioResult } from './results.ts';
import type { Table } from './table.ts';

function labels(results: Pick<Results, 'peers'>): (name: string) => string {
  const byName = new Map(results.peers.map((peer) => [peer.name, peer.label]));
  return (name) => byName.get(name) ?? name;
}

const half = ({ low, high }: Spread): string => `${formatNumber(low)}-${formatNumber(high)}`;

/** One scenario, the cheapest client first. */
export function scenarioTable(results: Pick<Results, 'peers'>, scenario: ScenarioResult): Table {
  const label = labels(results);
  return {
    headings: [
      'client',
      'CPU µs/call',
      'middle half',
      'x request',
      'calls/s',
      'p50 ms',
      'p99 ms',
      'peak MB',
      'origin busy',
    ],
    rows: scenario.rows
      .toSorted((one, other) => one.cpu.median - other.cpu.median)
      .map((row) => [
        label(row.peer),
        formatNumber(row.cpu.median),
        half(row.cpu),
        formatRatio(row.ratio.median),
        formatNumber(row.callsPerSecond.median),
        formatNumber(row.p50.median),
        formatNumber(row.p99.median),
        formatNumber(Math.round(row.peakMemory / 1e6)),
        formatPercent(row.originBusy.median),
      ]),
  };
}

/** Import time, first answer and size on disk. */
export function startupTable(results: Pick<Results, 'peers' | 'startup'>): Table {
  const label = labels(results);
  return {
    headings: [
      'client',
      'import ms',
      'middle half',
      'first answer ms',
      'middle half',
      'installed MB',
      'packages',
    ],
    rows: results.startup.map((row) => [
      label(row.peer),
      formatNumber(row.importTime.median),
      half(row.importTime),
      formatNumber(row.firstAnswer.median),
      half(row.firstAnswer),
      row.installedSize === 0 ? '0' : formatMegabytes(row.installedSize),
      String(row.installedPackages),
    ]),
  };
}

/** Every budget with what was measured, and whether it holds. */
export function budgetTable(budgets: readonly BudgetResult[]): Table {
  return {
    headings: ['budget', 'measured', 'middle half', 'allowed', 'verdict'],
    rows: budgets.map((budget) => [
      budget.claim,
      `${formatBudget(budget.measured)} ${budget.unit}`.trim(),
      budget.spread === undefined
        ? ''
        : `${formatBudget(budget.spread.low)}-${formatBudget(budget.spread.high)}`,
      `${budget.isInclusive ? '<=' : '<'} ${formatBudget(budget.limit)} ${budget.unit}`.trim(),
      budget.holds ? 'holds' : 'FAILS',
    ]),
  };
}

function formatBudget(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : formatRatio(value);
}
