import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cookies } from '@x/http-cookies';
import { createClient } from '@x/http-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { read, root } from '../structure/repository.ts';
import { answers } from './scenarios/answers.ts';
import { connection } from './scenarios/connection.ts';
import { ownCode } from './scenarios/own-code.ts';
import { policies } from './scenarios/policies.ts';
import { Scene } from './scenarios/scene.ts';

const scenarios = { ...connection, ...answers, ...policies, ...ownCode };

/** The headings of the troubleshooting guide that this one has to cover. */
const required = [
  'Connection refused',
  'Timeout',
  'Circuit breaker open',
  'Retries exhausted',
  'Interceptor failure',
  'Client resolves before boot',
  'SSL certificate verification failure',
  'Proxy authentication required',
  'Connection pool exhausted',
  'Cookie jar not persisting across requests',
];

/** The sections of the document, by heading. */
const sections = new Map(
  read('docs/troubleshooting.md')
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...text] = section.split(/\n(?!#)|\n## .*[\s\S]*/);
      return [heading, text.join('\n')] as const;
    }),
);

/** The messages that a section shows. */
function shown(section: string): readonly string[] {
  return [...section.matchAll(/^```text\n([\s\S]*?)^```/gm)].flatMap(([, lines = '']) =>
    lines.trimEnd().split('\n'),
  );
}

const seeds = join(root, '..', 'shared', 'seeds');
const guide = existsSync(seeds)
  ? readdirSync(seeds)
      .map((name) => readFileSync(join(seeds, name), 'utf8'))
      .find((text) => text.startsWith('Troubleshooting'))
  : undefined;

describe('docs/troubleshooting.md', () => {
  it.skipIf(guide === undefined)('has the headings of the guide that it comes from', () => {
    const headings = [...(guide ?? '').matchAll(/Section titled “([^”]+)”/g)].map(([, heading]) => heading);
    expect(headings).toEqual(required);
  });

  it.each(required)('covers: %s', (heading) => {
    expect([...sections.keys()]).toContain(heading);
  });

  it.each([...sections])('%s: has symptom, cause and fix, in this order', (_, text) => {
    expect(text.match(/^\*\*(Symptom|Cause|Fix)\b/gm)).toEqual(['**Symptom', '**Cause', '**Fix']);
  });

  it('shows messages under the headings that have a scenario, and under no other', () => {
    const withMessages = [...sections].filter(([, text]) => shown(text).length > 0);
    expect(withMessages.map(([heading]) => heading).toSorted()).toEqual(Object.keys(scenarios).toSorted());
  });
});

describe('the messages of docs/troubleshooting.md are real', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene();
  });
  afterEach(() => scene.end());

  const cases = Object.entries(scenarios).flatMap(([heading, list]) =>
    list.map((scenario, index) => [heading, index, scenario] as const),
  );
  // INVARIANT: who searches for a message finds it here word for word; breaks when a message or its document changes alone.
  it.each(cases)('%s, message %i', async (heading, index, scenario) => {
    expect(await scenario(scene)).toBe(shown(sections.get(heading) ?? '')[index]);
  });

  it.each(Object.entries(scenarios))('%s: shows no other message', (heading, list) => {
    expect(shown(sections.get(heading) ?? '')).toHaveLength(list.length);
  });
});

describe('Cookie jar not persisting across requests', () => {
  let scene: Scene;
  let url: string;
  beforeEach(async () => {
    scene = new Scene();
    url = await scene.origin((request, response) => {
      if (request.url === '/login') response.setHeader('set-cookie', ['a=1', 'b=2; Secure']);
      response.end(request.headers.cookie ?? 'no cookie');
    });
  });
  afterEach(() => scene.end());

  it('has the causes that are told, and the fix', async () => {
    const withJar = scene.client({ baseUrl: url, plugins: [cookies()] });
    const refused: unknown[] = [];
    withJar.on('cookies.refused', ({ cookie }) => refused.push(cookie));
    await withJar.post('login');
    expect(await withJar.get('me').text()).toBe('a=1');
    expect(await withJar.extend({}).get('me').text()).toBe('a=1');
    expect(refused).toEqual(['b']);

    const another = scene.client({ baseUrl: url, plugins: [cookies()] });
    expect(await another.get('me').text()).toBe('no cookie');

    const without = scene.client({ baseUrl: url });
    await without.post('login');
    expect(await without.get('me').text()).toBe('no cookie');
  });

  it('shows in describe() whether there is a jar', () => {
    const hasJar = (client: { describe(): { readonly chain: readonly { readonly plugin: string }[] } }) =>
      client.describe().chain.some(({ plugin }) => plugin === 'cookies');
    expect(hasJar(createClient({ plugins: [cookies()] }))).toBe(true);
    expect(hasJar(createClient())).toBe(false);
  });
});
