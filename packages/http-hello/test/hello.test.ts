import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { name } from '../src/hello.ts';

it('is called after its package', async () => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    name: string;
  };
  expect(manifest.name).toBe(`@x/http-${name}`);
});
