import { spawnSync } from 'node:child_process';

import { expect, it } from 'vitest';

it('shows no secret when nobody catches it', () => {
  // INVARIANT: the platform prints an uncaught error without its custom inspect; breaks when `cause` becomes a data property.
  const index = new URL('../../src/errors/index.ts', import.meta.url).href;
  const script = `import { NetworkError } from '${index}';
    const secret = process.env.SECRET;
    const headers = { authorization: secret };
    const cause = Object.assign(new Error('token=' + secret), { options: { headers } });
    throw new NetworkError('refused', 'failed', { cause, request: { method: 'GET', url: 'https://a:' + secret + '@h/', headers } });`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('NetworkError: failed');
  expect(stderr).not.toContain('hunter2secret');
});
