import { expect, it } from 'vitest';

import { startApi } from '../../examples/api/server.ts';
import { runExample } from './support/run-example.ts';

it('the API client class finds, pages and creates, and takes refusals for answers', async () => {
  await using api = await startApi();
  await using example = runExample('api-client', { API_URL: api.url });
  expect(await example.ended, example.output()).toBe(0);
  expect(example.output().split('\n')).toEqual([
    "user 1: { id: 1, name: 'Ada' }",
    'user 99: undefined',
    ...['Ada', 'Grace', 'Barbara', 'Radia', 'Frances'].map((name) => `- ${name}`),
    "created: { user: { id: 6, name: 'Karen' } }",
    "created: { refused: { name: 'must not be empty' } }",
    '',
  ]);
}, 60_000);
