import { faults, toScript } from '@x/http-testing';
import { expect, it } from 'vitest';

import { deviations } from './deviations.ts';
import { matrix } from './matrix.ts';

const rows = Object.values(matrix).flat();

it('every fault of the catalogue is in the table', () => {
  const scripts = rows.flatMap(({ scripts = [], proxy }) =>
    proxy === undefined || proxy.script === 'closed' ? scripts : [...scripts, proxy.script],
  );
  const used = new Set(scripts.map((script) => toScript(script).name));
  expect(Object.keys(faults).filter((name) => !used.has(name))).toEqual([]);
});

it('every row has a name of its own, and every deviation is one of them', () => {
  const names = rows.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(deviations.filter(({ row }) => !names.includes(row))).toEqual([]);
  expect(deviations.filter(({ reason }) => reason.length < 20)).toEqual([]);
});
