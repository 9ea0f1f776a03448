import { type Client, createClient } from '@x/http-core';
import { got } from '@x/http-core/got';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { undici } from '../../../http-undici/src/index.ts';
import { expectNothingLeft } from '../../src/index.ts';
import { isRequired, java, startWireMock, type WireMock } from '../support/wiremock.ts';

const transports = [
  { name: 'got', make: got },
  { name: 'undici', make: undici },
] as const;

/** The faults that WireMock has, and what a call comes to. */
const faults = [
  ['EMPTY_RESPONSE', { name: 'NetworkError', reason: 'reset' }],
  ['CONNECTION_RESET_BY_PEER', { name: 'NetworkError', reason: 'reset' }],
  ['RANDOM_DATA_THEN_CLOSE', { name: 'ProtocolError', reason: 'framing' }],
  ['MALFORMED_RESPONSE_CHUNK', { name: 'ProtocolError', reason: 'framing', responseStarted: true }],
] as const;

it.runIf(isRequired)('Java is there where it is required', () => {
  expect(java).toBeDefined();
});

describe.skipIf(java === undefined)('WireMock', () => {
  let wireMock: WireMock | undefined;
  beforeAll(async () => {
    const started = await startWireMock(java ?? '');
    wireMock = started;
    for (const [fault] of faults) await started.stub(`/${fault}`, { fault });
    await started.stub('/good', { status: 200, body: 'good' });
  }, 90_000);
  afterAll(() => wireMock?.[Symbol.asyncDispose]());

  describe.each(transports)('over $name', ({ make }) => {
    const client = (): Client<{}, readonly []> => {
      const made: unknown = createClient({
        baseUrl: wireMock?.url ?? '',
        trustEnv: false,
        plugins: [make()],
      });
      return made as Client<{}, readonly []>;
    };
    // What is loaded at the first call is no leak.
    beforeAll(async () => {
      await using first = client();
      await first.get('/good');
    });

    it.each(faults)('%s is one typed error, and the next call gets its own answer', async (fault, error) => {
      const result = await expectNothingLeft(async () => {
        const api = client();
        const outcome = await api.get(`/${fault}`).result();
        expect(await api.get('/good').text()).toBe('good');
        await api.close();
        return outcome;
      });
      expect(result.error).toMatchObject(error);
    });
  });
});
