import { type Client, defineDecoder, definePlugin } from '@x/http-core';
import { proxy } from '@x/http-proxy';
import { virtualClock } from '@x/http-testing';
import { zod } from '@x/http-zod';
import { z } from 'zod';

import { makeAuthority } from '../../../packages/http-testing/src/fault-server/certificates.ts';
import type { Scenario, Scenarios } from './scene.ts';

const target = 'https://api.example.com/users/1';
const shownAs = 'http://proxy.internal:3128';
const refusal =
  'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n';

/** A call through a proxy that says just that to every connection. */
function throughProxy(answer: string | undefined, url = target): Scenario {
  return async (scene) => {
    const server = await scene.bytes(
      (socket) => void socket.once('data', () => answer !== undefined && socket.write(answer)),
      { shownAs },
    );
    return scene.line(scene.client({ plugins: [proxy(server)] }).get(url));
  };
}

/** A call with that schema to a server that answers with that body. */
function decoding(body: string, use: (client: Client<{}, readonly []>) => Promise<unknown>): Scenario {
  return async (scene) => {
    const baseUrl = await scene.origin((_, response) => response.end(body));
    return scene.line(use(scene.client({ baseUrl, plugins: [zod(), failing] })));
  };
}

const User = z.object({ name: z.string(), email: z.string() });

const odd = { title: 'a schema whose decoder throws something of its own' };
const failing = definePlugin({
  name: 'failing',
  contract: 1,
  setup: () => ({
    decoders: [
      defineDecoder({
        name: 'failing',
        claims: (schema) => schema === odd,
        compile: () => () => {
          throw new TypeError('unexpected < at 0');
        },
      }),
    ],
    callOptions: {},
  }),
});

/** What goes wrong with answers, the origin's or a proxy's. */
export const answers: Scenarios = {
  'Proxy authentication required': [
    throughProxy(refusal, 'http://api.example.com/users/1'),
    throughProxy(refusal),
  ],

  'The proxy': [
    async (scene) => {
      const url = await scene.closed({ shownAs });
      return scene.line(scene.client({ plugins: [proxy(url)] }).get(target));
    },
    throughProxy('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'),
    throughProxy('220 ready\r\n'),
    async (scene) => {
      const clock = virtualClock();
      const server = await scene.silent({ shownAs });
      const client = scene.client({ clock, plugins: [proxy(server)] });
      await client.open();
      const call = scene.line(client.get(target));
      await clock.waitForTimer(5_000);
      await clock.advance(5_000);
      return call;
    },
  ],

  'The response is too large': [
    async (scene) => {
      const url = await scene.origin((_, response) => {
        response.writeHead(200, { 'content-length': 67_108_865 });
        response.flushHeaders();
      });
      return scene.line(scene.client().get(url));
    },
    async (scene) => {
      const url = await scene.origin((_, response) => {
        response.write('x'.repeat(2_000));
        response.end();
      });
      const response = await scene.client({ maxResponseBytes: 1_000 }).stream('GET', url);
      return scene.line(response.text());
    },
  ],

  'The body does not fit': [
    decoding('<html>', (client) => client.get('/').json()),
    decoding('{}', (client) => client.get('/', { schema: odd as never })),
    decoding('{}', (client) => client.get('/', { schema: User as never })),
  ],

  'Too many redirects, or one that was refused': [
    async (scene) => {
      const url = await scene.origin((_, response) => response.writeHead(302, { location: '/' }).end());
      return scene.line(scene.client().get(url));
    },
    async (scene) => {
      const authority = await makeAuthority();
      const tls = await authority.issue({ names: ['api.example.com'] });
      const location = 'http://api.example.com/x';
      const url = await scene.origin((_, response) => response.writeHead(302, { location }).end(), { tls });
      return scene.line(scene.client({ tls: { ca: authority.cert } }).get(url));
    },
  ],
};
