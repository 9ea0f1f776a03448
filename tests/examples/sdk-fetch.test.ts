import { expect, it } from 'vitest';

import { startApi } from '../../examples/api/server.ts';
import { ChatSdk } from '../../examples/sdk-fetch/chat-sdk.ts';
import { runExample } from './support/run-example.ts';

it('the SDK is spared two failures and streams its answer through client.fetch', async () => {
  await using api = await startApi();
  await using example = runExample('sdk-fetch', { API_URL: api.url });
  expect(await example.ended, example.output()).toBe(0);
  expect(example.output().split('\n')).toEqual([
    '  attempt 1 503',
    '  attempt 2 503',
    '  attempt 3 200',
    "models: [ 'small', 'large' ]",
    '  attempt 1 200',
    'word: You',
    'word: said:',
    'word: hello',
    '',
  ]);
}, 60_000);

it('the same SDK fails over the plain fetch', async () => {
  await using api = await startApi();
  const sdk = new ChatSdk({ baseUrl: api.url, apiKey: 'sk-example' });
  await expect(sdk.models()).rejects.toThrow('status 503');
});
