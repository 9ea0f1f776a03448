import { inspect } from 'node:util';

import { resilience } from '@x/http-resilience';
import { expect, it } from 'vitest';

import { read } from '../structure/repository.ts';
import { Scene } from './scenarios/scene.ts';

/** Times differ from run to run, and the stack is left out of the page. */
function comparable(printed: string): string {
  return printed
    .replaceAll(/\n {4}at .*/g, '')
    .replaceAll(/\b(delay|duration) \d+/g, '$1 0')
    .replaceAll(/ \{(?=\n)|\n\}$/g, '');
}

it('the home page shows an error as it is printed', async () => {
  const scene = new Scene();
  try {
    const origin = await scene.origin((_, response) => response.writeHead(503).end());
    const client = scene.client({ baseUrl: `${origin}/v1`, random: () => 0.1, plugins: [resilience()] });
    const { error } = await client.get('status/503', { query: { api_key: 's3cr3t' } }).result();
    const printed = inspect(error).replaceAll(origin, 'https://api.example.com');
    const [, shown = ''] = /```text\n([\s\S]*?)\n```/.exec(read('docs/.vitepress/theme/home-panel.md')) ?? [];
    expect(comparable(printed)).toBe(comparable(shown));
  } finally {
    await scene.end();
  }
});
