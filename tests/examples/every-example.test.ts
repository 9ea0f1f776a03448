import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { root, runExample } from './support/run-example.ts';

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['node_modules', 'demo'].includes(entry.name))
  .map(({ name }) => name);

describe.each(examples)('examples/%s', (name) => {
  it('has a README that says how to run it, and stands in the README of all', () => {
    const text = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8');
    expect(text).toContain(`npx node --conditions=@x/source examples/${name}/main.ts`);
    expect(text.split('\n').length).toBeLessThan(20);
    expect(readFileSync(join(root, 'examples', 'README.md'), 'utf8')).toContain(`(${name}/README.md)`);
  });

  it('is run by a test', () => {
    // The API has its test below; the others call it.
    const test = name === 'api' ? 'every-example' : name;
    expect(existsSync(join(root, 'tests', 'examples', `${test}.test.ts`))).toBe(true);
  });
});

it('the API of the examples runs until it is interrupted', async () => {
  await using example = runExample('api', { PORT: '0' });
  const url = await example.until(/listens at (http:[\w.:/]+)/);
  const response = await fetch(`${url}users/1`, { headers: { connection: 'close' } });
  expect(await response.json()).toEqual({ id: 1, name: 'Ada' });
  example.process.kill('SIGINT');
  expect(await example.ended).toBe(0);
}, 60_000);
