import ky from 'ky';
import { expect } from 'vitest';

import { absoluteUrl, cutBody, keyOnRedirect, printedSecret, rejection, retries } from './both.ts';
import { site, type Traps } from './site.ts';

/** Where ky behaves otherwise. */
export const traps: Traps = {
  'A failing GET': (scene) => retries(scene, (url) => ky(url, { retry: { delay: () => 1 } })),
  'A slash at the beginning': async (scene) => {
    const { url } = await site(scene);
    expect((await ky('/users', { baseUrl: `${url}/v1/` })).url).toBe(`${url}/users`);
    expect((await scene.client({ baseUrl: `${url}/v1/` }).get('/users')).url).toBe(`${url}/v1/users`);
  },
  'An absolute URL under a base': (scene) =>
    absoluteUrl(scene, (baseUrl, url, headers) => ky(url, { baseUrl, headers })),
  'null in the query': async (scene) => {
    const { url } = await site(scene);
    const query = { a: 1, b: null };
    expect((await ky(url, { searchParams: query as never })).url).toBe(`${url}/?a=1&b=null`);
    expect((await scene.client().get(`${url}/`, { query })).url).toBe(`${url}/?a=1`);
  },
  'A list in the query': async (scene) => {
    const { url } = await site(scene);
    const query = { tag: ['a', 'b'] };
    expect((await ky(url, { searchParams: query as never })).url).toBe(`${url}/?tag=a%2Cb`);
    expect((await scene.client().get(`${url}/`, { query })).url).toBe(`${url}/?tag=a&tag=b`);
  },
  'A status of 300 to 399': async (scene) => {
    const { url } = await site(scene);
    expect(await rejection(ky(`${url}/304`))).toMatchObject({ name: 'HTTPError' });
    expect((await scene.client().get(`${url}/304`)).status).toBe(304);
  },
  'A body cut short': (scene) => cutBody(scene, (url) => ky(url).text()),
  'An API key on a redirect': (scene) => keyOnRedirect(scene, (url, headers) => ky(url, { headers })),
  'What an error prints': (scene) => printedSecret(scene, (url, headers) => ky(url, { headers })),
};
