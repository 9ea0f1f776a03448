import { describe, expect, it } from 'vitest';

import { bundle } from './bundle.ts';

const entries = [
  '@x/http-core',
  '@x/http-core/fetch',
  '@x/http-resilience',
  '@x/http-zod',
  '@x/http-typebox',
  '@x/http-standard-schema',
  '@x/http-testing/mock',
];

describe.each(entries)('%s in a bundle for browsers', (entry) => {
  // INVARIANT: one static import of a transport of Node's, or of `node:` anything, and every bundler for browsers fails or
  // ships got.
  it('holds no got and nothing of Node', async () => {
    const { code, inputs, imports } = await bundle(`export * from '${entry}'`);
    expect(inputs.some((path) => path.startsWith('packages/http-core/src/'))).toBe(true);
    expect(inputs.filter((path) => /node_modules\/(got|undici|keyv|responselike)\//.test(path))).toEqual([]);
    expect(inputs.filter((path) => /\/transport\/(got|native|tls|dial)/.test(path))).toEqual([]);
    expect(imports).toEqual([]);
    // Node is asked for what it has when the code runs; nothing else may name a module of Node's.
    expect(code.replaceAll(/getBuiltinModule\?\.\("node:\w+"\)/g, '')).not.toMatch(/["']node:/);
  });
});

it('the bundle for a server still has the transport of Node', async () => {
  const { createClient } = await import('@x/http-core');
  expect(createClient().describe().transport).toBe('got');
});
