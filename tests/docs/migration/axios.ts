import axios from 'axios';
import { expect } from 'vitest';

import { absoluteUrl, cutBody, keyOnRedirect, printedSecret, rejection } from './both.ts';
import { site, type Traps } from './site.ts';

const direct = { proxy: false } as const;

/** Where axios behaves otherwise. */
export const traps: Traps = {
  'A body that is not JSON': async (scene) => {
    const { url } = await site(scene);
    expect((await axios.get(`${url}/html`, direct)).data).toBe('<html>');
    expect(await rejection(scene.client().get(`${url}/html`).json())).toMatchObject({ name: 'DecodeError' });
  },
  'A body cut short': (scene) => cutBody(scene, async (url) => (await axios.get<string>(url, direct)).data),
  'A list in the query': async (scene) => {
    const { url, requests } = await site(scene);
    await axios.get(url, { ...direct, params: { tag: ['a', 'b'] } });
    await scene.client().get(url, { query: { tag: ['a', 'b'] } });
    expect(requests.map((request) => request.url)).toEqual(['/?tag%5B%5D=a&tag%5B%5D=b', '/?tag=a&tag=b']);
  },
  'A status of 300 to 399': async (scene) => {
    const { url } = await site(scene);
    const failed = await rejection(axios.get(`${url}/away`, { ...direct, maxRedirects: 0 }));
    expect(failed).toMatchObject({ status: 302 });
    expect((await scene.client().get(`${url}/away`, { redirect: { follow: false } })).status).toBe(302);
  },
  'No timeout given': async (scene) => {
    expect(axios.defaults.timeout).toBe(0);
    expect(scene.client().describe().options.timeout).toMatchObject({ total: 30_000 });
  },
  'An absolute URL under a base': (scene) =>
    absoluteUrl(scene, (baseURL, url, headers) => axios.get(url, { ...direct, baseURL, headers })),
  'The second argument of post': async (scene) => {
    const { url, requests } = await site(scene);
    await axios.post(url, { name: 'Ada' }, direct);
    expect(requests[0]?.headers['content-type']).toBe('application/json');
    const refused = await rejection(scene.client().post(url, { name: 'Ada' } as object));
    expect(refused).toMatchObject({ name: 'InvalidRequestError' });
    expect(refused.message).toContain("Option 'name' is unknown");
  },
  'Proxies of the environment': async (scene) => {
    const proxy = await site(scene);
    const origin = await site(scene);
    process.env['http_proxy'] = proxy.url;
    try {
      await axios.get(origin.url);
      expect([proxy.requests.length, origin.requests.length]).toEqual([1, 0]);
      await scene.client({ trustEnv: true }).get(origin.url);
      expect([proxy.requests.length, origin.requests.length]).toEqual([1, 1]);
    } finally {
      delete process.env['http_proxy'];
    }
  },
  'An API key on a redirect': (scene) =>
    keyOnRedirect(scene, (url, headers) => axios.get(url, { ...direct, headers })),
  'An abort': async (scene) => {
    const { url } = await site(scene);
    const reason = new Error('the user went away');
    const signal = AbortSignal.abort(reason);
    expect(await rejection(axios.get(url, { ...direct, signal }))).toMatchObject({ name: 'CanceledError' });
    expect(await rejection(scene.client().get(url, { signal }))).toBe(reason);
  },
  'What an error prints': (scene) =>
    printedSecret(scene, (url, headers) => axios.get(url, { ...direct, headers })),
  'The size of a body': async (scene) => {
    expect(axios.defaults.maxContentLength).toBe(-1);
    expect(scene.client().describe().options.maxResponseBytes).toBe(64 * 1024 ** 2);
  },
};
