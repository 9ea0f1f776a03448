import { expect, it } from 'vitest';

import { runModule } from '../../../http-core/test/support/run-module.ts';
import { http2Server } from '../support/http2-server.ts';

it('lets a process end that has nothing but an idle connection, and none that waits for an answer', async () => {
  await using server = await http2Server((stream) => {
    setTimeout(() => {
      stream.respond({ ':status': 200 });
      stream.end('late');
    }, 100);
  });
  const source = new URL('../../src/index.ts', import.meta.url).href;
  const options = {
    baseUrl: server.origin,
    http2: true,
    tls: { ca: server.ca },
    pool: { keepAliveTimeout: 60_000 },
  };
  const printed = await runModule(`
    import { undici } from '${source}';
    const client = createClient({ ...${JSON.stringify(options)}, plugins: [undici()] });
    await client.get('/');
    const response = await client.get('/');
    console.log(response.httpVersion, await response.text());
  `);
  expect(printed).toBe('2.0 late');
});
