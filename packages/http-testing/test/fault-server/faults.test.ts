import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { type FaultName, fault, faults } from '../../src/index.ts';

const page = readFileSync(new URL('../../../../docs/testing.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, name, does]) => ({ name, does }));
const names = Object.keys(faults) as FaultName[];

it('every fault is in the table of the documentation, in the words of the catalogue', () => {
  const listed = rows.filter(({ name = '' }) => Object.hasOwn(faults, name));
  expect(listed).toEqual(names.map((name) => ({ name, does: faults[name].does })));
});

it('every fault says in one line what it does, and can be made', () => {
  for (const name of names) {
    expect(faults[name].does, name).toMatch(/^[^\n|]{10,160}$/);
    expect(fault(name).name).toBe(name);
  }
});
