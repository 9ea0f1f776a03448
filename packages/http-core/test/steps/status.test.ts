import { expect, it } from 'vitest';

import { createClient } from '../../src/create-client.ts';
import { definePlugin } from '../../src/plugin.ts';
import { fakeTransport, rejection } from '../support/fake-transport.ts';

const url = 'http://a.test/';

/** A retry plugin that gives up at once and says so in the ledger. */
const givesUp = definePlugin({
  name: 'gives-up',
  contract: 1,
  setup: () => ({
    call: {
      retry: (inner) => async (call) => {
        const attempt = call.beginAttempt();
        const response = await inner(attempt);
        attempt.record.stopped = 'gave up after 3 attempts';
        return response;
      },
    },
  }),
});

it('makes 400-599 the error of their status', async () => {
  const client = createClient({ plugins: [fakeTransport(() => ({ status: 404, body: 'none' }))] });
  expect(await rejection(client.get(url))).toMatchObject({
    name: 'NotFoundError',
    message: `HTTP 404: Not Found (GET ${url})`,
  });
  expect((await client.get(url, { throwOnStatus: false })).status).toBe(404);
});

// INVARIANT: inside this step a status is a value, so a policy has nowhere else to say why it stopped trying.
it('appends why a policy stopped trying', async () => {
  const plugins = [fakeTransport(() => ({ status: 503 })), givesUp];
  const error = await rejection(createClient({ plugins }).get(url));
  expect(error).toMatchObject({
    name: 'ServiceUnavailableError',
    message: `HTTP 503: Service Unavailable (GET ${url}) (gave up after 3 attempts)`,
  });
});
