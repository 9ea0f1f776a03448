import got from 'got';
import { expect } from 'vitest';

import { absoluteUrl, keyOnRedirect, printedSecret, rejection, retries } from './both.ts';
import { site, type Traps } from './site.ts';

/** Where got behaves otherwise. */
export const traps: Traps = {
  'A failing GET': (scene) =>
    retries(scene, (url) =>
      got(url, { retry: { calculateDelay: ({ computedValue }) => Math.min(computedValue, 1) } }),
    ),
  'No timeout given': async (scene) => {
    expect(Object.values(got.defaults.options.timeout).filter((limit) => limit !== undefined)).toEqual([]);
    expect(scene.client().describe().options.timeout).toMatchObject({ total: 30_000 });
  },
  'An empty body as JSON': async (scene) => {
    const { url } = await site(scene);
    expect(await got(`${url}/empty`).json()).toBe('');
    expect(await rejection(scene.client().get(`${url}/empty`).json())).toMatchObject({ name: 'DecodeError' });
  },
  'A slash at the beginning': async (scene) => {
    const { url } = await site(scene);
    expect((await rejection(got('/users', { prefixUrl: `${url}/v1` }))).message).toContain('slash');
    const client = scene.client({ baseUrl: `${url}/v1` });
    expect((await client.get('/users')).url).toBe(`${url}/v1/users`);
  },
  'An absolute URL under a base': (scene) =>
    absoluteUrl(scene, (prefixUrl, url, headers) => got(url, { prefixUrl, headers })),
  'A query in the URL and in the options': async (scene) => {
    const { url } = await site(scene);
    expect((await got(`${url}/?a=1`, { searchParams: { b: 2 } })).url).toBe(`${url}/?b=2`);
    expect((await scene.client().get(`${url}/?a=1`, { query: { b: 2 } })).url).toBe(`${url}/?a=1&b=2`);
  },
  'An API key on a redirect': (scene) => keyOnRedirect(scene, (url, headers) => got(url, { headers })),
  'What an error prints': (scene) => printedSecret(scene, (url, headers) => got(url, { headers })),
  'Connections at once': async (scene) => {
    expect(got.defaults.options.agent.http).toBe(undefined);
    expect(scene.client().describe().options.pool).toMatchObject({ maxConnections: 100 });
  },
};
