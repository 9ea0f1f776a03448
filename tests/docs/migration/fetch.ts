import { expect } from 'vitest';

import { cutBody, keyOnRedirect, rejection } from './both.ts';
import { site, type Traps } from './site.ts';

/** Where the platform's fetch behaves otherwise. */
export const traps: Traps = {
  'A status of 400 to 599': async (scene) => {
    const { url } = await site(scene);
    expect((await fetch(`${url}/404`)).status).toBe(404);
    expect(await rejection(scene.client().get(`${url}/404`))).toMatchObject({ name: 'NotFoundError' });
    expect((await scene.client().fetch(`${url}/404`)).status).toBe(404);
  },
  'A failure of the network': async (scene) => {
    const closed = await scene.closed();
    const theirs = await rejection(fetch(closed.replace('api.example.com', '127.0.0.1')));
    expect(theirs).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    const ours = await rejection(scene.client().get(closed));
    expect(ours).toMatchObject({ name: 'NetworkError', reason: 'refused', sent: 'none' });
  },
  'The body twice': async (scene) => {
    const { url } = await site(scene);
    const theirs = await fetch(url);
    await theirs.text();
    expect(await rejection(theirs.text())).toMatchObject({ name: 'TypeError' });
    const ours = await scene.client().get(url);
    expect([await ours.text(), await ours.json()]).toEqual(['{"id":1}', { id: 1 }]);
  },
  'JSON in a POST': async (scene) => {
    const { url, requests } = await site(scene);
    await fetch(url, { method: 'POST', body: JSON.stringify({ name: 'Ada' }) });
    await scene.client().post(url, { json: { name: 'Ada' } });
    const types = requests.map((request) => request.headers['content-type']);
    expect(types).toEqual(['text/plain;charset=UTF-8', 'application/json']);
  },
  'A body cut short': (scene) => cutBody(scene, async (url) => (await fetch(url)).text()),
  'An API key on a redirect': (scene) => keyOnRedirect(scene, (url, headers) => fetch(url, { headers })),
  'An abort': async (scene) => {
    const { url } = await site(scene);
    const reason = new Error('the user went away');
    const signal = AbortSignal.abort(reason);
    expect(await rejection(fetch(url, { signal }))).toBe(reason);
    expect(await rejection(scene.client().get(url, { signal }))).toBe(reason);
  },
};
