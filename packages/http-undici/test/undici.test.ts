import { ConfigurationError, createClient } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { withClient, answering, raw } from '../../http-core/test/support/client-case.ts';
import { rawServer } from '../../http-core/test/support/raw-server.ts';
import { undici } from '../src/index.ts';

const ok = raw(['content-type: application/json'], '{"id":1}');

it('is a client’s transport', async () => {
  await using server = await rawServer(answering(ok));
  await using api = createClient({ baseUrl: server.origin, plugins: [undici()] });
  expect(await api.get('users/1').json()).toEqual({ id: 1 });
  expect(api.describe().transport).toBe('undici');
});

it('looks names up where it is told to', async () => {
  await using server = await rawServer(answering(ok));
  const asked: string[] = [];
  const lookup: NonNullable<Parameters<typeof undici>[0]>['lookup'] = (name, _options, callback) => {
    asked.push(name);
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  };
  const baseUrl = `http://users.test:${new URL(server.origin).port}`;
  await using api = createClient({ baseUrl, plugins: [undici({ lookup })] });
  expect((await api.get('users/1')).status).toBe(200);
  expect(asked).toEqual(['users.test']);
});

describe('refuses at construction', () => {
  it.each<[string, unknown, RegExp]>([
    ['a lookup that is no function', { lookup: 'dns' }, /lookup must be a function/],
    ['an option that nobody knows', { connections: 5 }, /'connections' is unknown/],
    ['what are no options', 5, /plain object/],
  ])('%s', (_name, options, message) => {
    const make = (): unknown => undici(options as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });
});

it('asks for HTTP/1.1 alone of a server that would rather speak HTTP/2', () =>
  withClient(
    answering(ok),
    async (client) => {
      expect((await client.get('/')).httpVersion).toBe('1.1');
    },
    { server: { tls: true } as never },
  ));
