import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

const run = promisify(execFile);
const runtime = new URL('../src/undici-runtime.ts', import.meta.url).href;
const script = `
  await fetch('http://127.0.0.1:9').catch(() => {});
  const key = Symbol.for('undici.globalDispatcher.1');
  const before = globalThis[key];
  const { loadUndici } = await import('${runtime}');
  const { Client } = await loadUndici();
  console.log(process.versions.node.split('.')[0], typeof Client, before !== undefined, globalThis[key] === before);
`;
const flags = ['--conditions=@x/source', '--input-type=module', '--eval', script];

it('leaves the platform’s fetch the dispatcher that it had', async () => {
  const { stdout } = await run(process.execPath, flags);
  expect(stdout.trim()).toBe(`${process.versions.node.split('.')[0]} function true true`);
});

// Node 22 is where undici replaces it.
it('on Node 22, too', { timeout: 120_000 }, async ({ skip }) => {
  const npx = (rest: readonly string[]): Promise<{ stdout: string }> =>
    run('npx', ['--yes', '--package=node@22.23.3', 'node', ...rest]);
  const version = await npx(['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (version === undefined) return skip('Node 22 could not be fetched');
  expect(version).toBe('v22.23.3');
  const { stdout } = await npx(flags);
  expect(stdout.trim()).toBe('22 function true true');
});
