import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { peers } from '../../bench/peers/peers.ts';
import { documents, readResults } from '../../bench/report/documents.ts';
import { figures, performanceDocument, withFigures } from '../../bench/report/markdown.ts';
import { gridStep, performancePlot } from '../../bench/report/svg.ts';
import { scenarios } from '../../bench/scenarios/scenario.ts';
import { sampleResults } from './sample-results.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the committed documents', () => {
  const made = documents(readResults(), read('README.md'));

  // INVARIANT: a figure in the documents that no run has measured. `npm run bench -- --report` writes them anew.
  it.each(Object.entries(made))('%s is what the results make of it', (path, text) => {
    expect(existsSync(join(root, path))).toBe(true);
    expect(read(path)).toBe(text);
  });

  it('come from a full run with every client and every scenario', () => {
    const results = readResults();
    expect(results.mode).toBe('full');
    expect(results.problems).toEqual([]);
    expect(results.peers.map(({ name }) => name)).toEqual(peers.map(({ name }) => name));
    expect(results.scenarios.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
    for (const { name, rows } of results.scenarios) expect(rows.length, name).toBe(peers.length);
    expect(results.startup.length).toBe(peers.length);
    expect(results.budgets.length).toBeGreaterThan(10);
  });
});

describe('the document', () => {
  const text = performanceDocument(sampleResults);

  it('says where, when and with what it was measured', () => {
    expect(text).toContain('Measured on 2026-11-21');
    expect(text).toContain('2 cores of Example <CPU> & Co, 8 GB, Linux 6.1 x64, Node 24.0.0');
    expect(text).toContain('- **undici request** (undici 8.0.0): settings of undici request');
  });

  it('has a table per scenario, the budgets with their verdicts, and what is missing', () => {
    expect(text).toMatch(/## Small JSON\n\nGET of a little\. Medians of 9 rounds\.\n\n\| client/);
    expect(text).toMatch(/\| sockets left +\| +3 \| +\| +<= 0 \| +FAILS \|/);
    expect(text).toContain('## What is missing\n\n- got: not there');
  });

  it('tells what bounds the figures', () => {
    expect(text).toContain('was busy for at most 40 % of a core under any client');
    expect(text).toContain('16.0 µs (44 %) are the wire and `JSON.parse`');
  });
});

describe('the figures of the README', () => {
  it('compare, cheapest first', () => {
    expect(figures(sampleResults).split('\n').slice(0, 4)).toEqual([
      '| GET of a small JSON document | CPU µs/call | x undici request | calls/s |',
      '| ---------------------------- | ----------: | ---------------: | ------: |',
      '| @x/http-undici               |        36.0 |             0.90 |  27,000 |',
      '| undici request               |        40.0 |             1.00 |  24,000 |',
    ]);
  });

  it('stand between their marks and change nothing else', () => {
    const before = 'above\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nbelow\n';
    const after = withFigures(before, 'new');
    expect(after).toBe('above\n\n<!-- figures -->\n\nnew\n\n<!-- /figures -->\n\nbelow\n');
    expect(withFigures(after, 'new')).toBe(after);
    expect(() => withFigures('no marks', 'new')).toThrow('The document has no <!-- figures -->');
  });
});

describe('the plot', () => {
  const svg = performancePlot(sampleResults);

  it('has a bar with its spread for every client, ours in our colour, and escapes what it is given', () => {
    expect(svg.match(/<rect x=/g)).toHaveLength(4);
    expect(svg.match(/class="spread"/g)).toHaveLength(4);
    expect(svg.match(/fill="var\(--own\)"/g)).toHaveLength(1);
    expect(svg).toContain('Example &lt;CPU&gt; &amp; Co');
  });

  it('is for light and dark', () => {
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).toContain('fill="var(--back)"');
  });

  it.each([
    [8, 1],
    [44, 10],
    [450, 100],
    [70, 10],
  ])('divides %i by steps of %i', (most, step) => {
    expect(gridStep(most)).toBe(step);
  });
});
