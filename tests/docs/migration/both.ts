import { inspect } from 'node:util';

import { expect } from 'vitest';

import type { Scene } from '../scenarios/scene.ts';
import { site, type Site } from './site.ts';

/** What a call rejects with. Fails when it does not. */
export async function rejection(call: PromiseLike<unknown>): Promise<Error> {
  return Promise.resolve(call).then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => error as Error,
  );
}

/** Two origins, the first of which redirects `/away` to the second. */
async function twoSites(scene: Scene): Promise<{ readonly here: Site; readonly there: Site }> {
  const there = await site(scene);
  return { here: await site(scene, there.url), there };
}

/** An API key on a redirect to another origin: theirs arrives, ours does not. */
export async function keyOnRedirect(
  scene: Scene,
  theirs: (url: string, headers: Record<string, string>) => PromiseLike<unknown>,
): Promise<void> {
  const { here, there } = await twoSites(scene);
  const headers = { 'x-api-key': 'k', authorization: 'Bearer b' };
  await theirs(`${here.url}/away`, headers);
  await scene.client().get(`${here.url}/away`, { headers });
  expect(there.requests.map((request) => request.headers['x-api-key'])).toEqual(['k', undefined]);
  expect(there.requests.map((request) => request.headers.authorization)).toEqual([undefined, undefined]);
}

/** An absolute URL under a base URL: theirs goes there with the credentials of the base, ours goes nowhere. */
export async function absoluteUrl(
  scene: Scene,
  theirs: (base: string, url: string, headers: Record<string, string>) => PromiseLike<unknown>,
): Promise<void> {
  const { here, there } = await twoSites(scene);
  const headers = { authorization: 'Bearer b' };
  await theirs(`${here.url}/v1/`, `${there.url}/users`, headers);
  const client = scene.client({ baseUrl: `${here.url}/v1/`, headers });
  expect(await rejection(client.get(`${there.url}/users`))).toMatchObject({ name: 'InvalidRequestError' });
  expect(there.requests.map((request) => request.headers.authorization)).toEqual(['Bearer b']);
}

/** A secret in what an error prints: theirs shows it, ours does not. */
export async function printedSecret(
  scene: Scene,
  theirs: (url: string, headers: Record<string, string>) => PromiseLike<unknown>,
): Promise<void> {
  const { url } = await site(scene);
  const headers = { authorization: 'Bearer s3cr3t' };
  expect(inspect(await rejection(theirs(`${url}/404`, headers)), { depth: 4 })).toContain('s3cr3t');
  const own = await rejection(scene.client().get(`${url}/404`, { headers }));
  expect(inspect(own, { depth: 10 })).not.toContain('s3cr3t');
}

/** A body that ends in the middle of its compression: theirs is a success, ours an error. */
export async function cutBody(scene: Scene, theirs: (url: string) => PromiseLike<unknown>): Promise<void> {
  const { url } = await site(scene);
  expect(await theirs(`${url}/cut`)).toMatch(/^a sentence/);
  const own = await rejection(scene.client().get(`${url}/cut`).text());
  expect(own).toMatchObject({ name: 'NetworkError', reason: 'truncated' });
}

/** How many requests a failing GET makes: theirs three, ours one. */
export async function retries(scene: Scene, theirs: (url: string) => PromiseLike<unknown>): Promise<void> {
  const { url, requests } = await site(scene);
  await rejection(theirs(`${url}/503`));
  expect(requests).toHaveLength(3);
  await rejection(scene.client().get(`${url}/503`));
  expect(requests).toHaveLength(4);
}
