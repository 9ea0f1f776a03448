import { readFile } from 'node:fs/promises';

import { createClient } from '@x/http-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { mockTransport } from '../../src/mock/mock-transport.ts';
import { recorder } from '../../src/recorder/recorder.ts';
import { scratchFile } from '../support/scratch.ts';

/** Letters and digits that no name, date or digest of a cassette holds by accident. */
const secret = fc
  .string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ'.split('')), minLength: 16, maxLength: 40 })
  .map((text) => `Zq${text}`);
const sensitive = fc.constantFrom(
  ...['token', 'access_token', 'apiKey', 'API-KEY', 'client_secret', 'password', 'Passwd', 'signature'],
  ...['sessionId', 'refresh_token', 'private_key', 'jwt', 'otp', 'pass', 'X-Auth-Token'],
);
const header = fc.constantFrom(
  ...['authorization', 'cookie', 'proxy-authorization', 'x-api-key', 'x-auth-token', 'private-token'],
);
const received = fc.constantFrom(
  'set-cookie',
  'x-csrf-token',
  'x-amz-security-token',
  'authentication-token',
);

type Place = (secret: string, name: string) => Exchange;
interface Exchange {
  readonly url?: string;
  readonly request?: {
    headers?: Record<string, string>;
    json?: unknown;
    form?: Record<string, string>;
    body?: string;
  };
  readonly reply?: { body?: unknown; headers?: Record<string, string> };
}

const places: Readonly<Record<string, Place>> = {
  'the query': (value, name) => ({ url: `?page=1&${encodeURIComponent(name)}=${value}&x=y` }),
  'the query, twice': (value, name) => ({ url: `?${name}=${value}&${name}[]=${value}` }),
  'a URL in the query': (value, name) => ({
    url: `?next=${encodeURIComponent(`https://b.example/?${name}=${value}`)}`,
  }),
  'userinfo of a URL in the query': (value) => ({ url: `?next=https://ada:${value}@b.example/` }),
  'a JSON body': (value, name) => ({
    request: { json: { a: [{ [name]: value }], [name]: { deep: value } } },
  }),
  'a text in a JSON body': (value) => ({ request: { json: { log: `Authorization: Bearer ${value}` } } }),
  'a form body': (value, name) => ({ request: { form: { a: '1', [name]: value } } }),
  'an XML body': (value, name) => ({
    request: {
      body: `<a><${name}>${value}</${name}><b ${name}="${value}"/></a>`,
      headers: { 'content-type': 'text/xml' },
    },
  }),
  'a text body': (value, name) => ({ request: { body: `access_${name}token=${value} and more` } }),
  'a binary body': (value) => ({ request: { body: `\u0000${value}` } }),
  'a JSON response': (value, name) => ({
    reply: { body: { user: { [name]: value }, list: [{ [name]: value }] } },
  }),
  'a form response': (value, name) => ({
    reply: {
      body: `${encodeURIComponent(name)}=${value}&scope=all`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
  }),
  'the address of a redirect': (value, name) => ({
    reply: { headers: { location: `https://ada:${value}@b.example/?${name}=${value}` } },
  }),
};

// INVARIANT: a secret under a name that the redactor knows is in no cassette, wherever in the exchange it stood.
it.each(Object.keys(places))('keeps no secret of %s', async (place) => {
  const make = places[place] as Place;
  await fc.assert(
    fc.asyncProperty(secret, sensitive, header, received, async (value, name, sent, answered) => {
      const { url = '', request = {}, reply = {} } = make(value, name);
      const mock = mockTransport();
      mock.on('POST', '*').reply(() => ({
        body: reply.body ?? 'fine',
        headers: { [answered]: `a=${value}`, ...reply.headers },
      }));
      const file = await scratchFile('secret.json');
      {
        await using client = createClient({
          baseUrl: `https://api.example.com/`,
          redirect: { follow: false },
          plugins: [recorder({ file, mode: 'record', transport: mock })],
        });
        const headers = { ...request.headers, [sent]: `Bearer ${value}` };
        await client.post(url, { ...request, headers } as object);
      }
      const cassette = await readFile(file, 'utf8');
      expect(cassette).toContain('"status": 200');
      expect(cassette).not.toContain(value);
      expect(cassette).not.toContain(Buffer.from(value).toString('base64').slice(0, 16));
    }),
    { numRuns: 25 },
  );
});

it('keeps no secret under a name that the test adds, and keeps what it calls harmless', async () => {
  const file = await scratchFile('named.json');
  const mock = mockTransport();
  mock.on('POST', '*').reply(200, { code: 'NOT_FOUND', tenant: 'acme' }, { 'x-tenant': 'acme' });
  const redact = { names: ['Tenant', 'x-tenant'], keep: ['code'] };
  {
    await using client = createClient({
      baseUrl: 'https://api.example.com/',
      plugins: [recorder({ file, mode: 'record', transport: mock, redact })],
    });
    await client.post('?tenant=acme&code=7', { form: { tenant: 'acme', code: 'a' } });
  }
  const cassette = await readFile(file, 'utf8');
  expect(cassette).not.toContain('acme');
  expect(cassette).toContain('code=7');
  expect(cassette).toContain('code=a');
  expect(cassette).toContain('NOT_FOUND');
});
