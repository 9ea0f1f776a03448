import { execFileSync } from 'node:child_process';

import { expect, it } from 'vitest';

const program = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
const { loadClientOptions } = await import('@x/http-config');
const packages = () => [...new Set(loaded.map((url) => /node_modules\\/(?!\\.pnpm)([\\w-]+(?:\\/build\\/\\w+)?)/.exec(url)?.[1]))].filter(Boolean);
const imported = packages();
loadClientOptions({ env: { HTTP__TIMEOUT: '1' } });
const used = packages();
console.log(JSON.stringify({ imported, used }));
`;

// INVARIANT: the whole of TypeBox takes twice as long to load, and YAML is for those who have some.
it('loads the checks of TypeBox and nothing of YAML or got, imported and used without a YAML file', () => {
  const parameters = ['--conditions=@x/source', '--input-type=module', '-e', program];
  const output = execFileSync(process.execPath, parameters, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  const { imported, used } = JSON.parse(output) as { imported: string[]; used: string[] };
  expect(imported).toContain('typebox/build/schema');
  expect(used).toEqual(imported);
  const unwanted = /^(yaml|got|typebox\/build\/(type|value|compile))/;
  expect(imported.filter((name) => unwanted.test(name))).toEqual([]);
}, 60_000);
