import { expect, it } from 'vitest';

import { closedPort } from '../../src/index.ts';
import { failureOf, nodeRequest } from '../support/node-request.ts';

it('refuses connections', async () => {
  const { url, port } = await closedPort();
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(await failureOf(nodeRequest(url))).toBe('ECONNREFUSED');
});
