import { virtualClock } from '@x/http-testing';

import { selfSigned } from '../../../packages/http-testing/src/fault-server/certificates.ts';
import type { Scenarios } from './scene.ts';

const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n';

/** What goes wrong before there is a response. */
export const connection: Scenarios = {
  'Connection refused': [async (scene) => scene.line(scene.client().get(await scene.closed()))],

  'The name could not be looked up': [
    (scene) => scene.line(scene.client({ lookupFails: 'ENOTFOUND' }).get('https://api.example.com/')),
    (scene) => scene.line(scene.client({ lookupFails: 'EAI_AGAIN' }).get('https://api.example.com/')),
  ],

  'Host unreachable': [
    async (scene) => {
      const line = await scene.line(scene.client().get('http://255.255.255.255:81/'));
      // Which of them it is depends on the machine.
      return line
        .replace('255.255.255.255:81', 'api.example.com:443')
        .replace(/\(E[A-Z]+\)/, '(ENETUNREACH)');
    },
  ],

  'SSL certificate verification failure': [
    async (scene) => {
      const url = await scene.origin((_, response) => response.end(), { tls: await selfSigned() });
      return scene.line(scene.client().get(url));
    },
  ],

  'The connection broke': [
    async (scene) => {
      const url = await scene.bytes((socket) => void socket.once('data', () => socket.resetAndDestroy()));
      return scene.line(scene.client().post(url));
    },
    async (scene) => {
      const url = await scene.bytes((socket) => void socket.once('data', () => socket.end(head)));
      return scene.line(scene.client().post(url));
    },
  ],

  'Not HTTP': [
    async (scene) => {
      const url = await scene.bytes((socket) => void socket.once('data', () => socket.end('220 ready\r\n')));
      return scene.line(scene.client().get(url));
    },
  ],

  Timeout: [
    async (scene) => {
      const clock = virtualClock();
      const client = scene.client({ clock, timeout: { connect: null, total: null } });
      const call = scene.line(client.get(await scene.silent()));
      await clock.waitForTimer(30_000);
      await clock.advance(30_000);
      return call;
    },
    async (scene) => {
      const clock = virtualClock();
      const client = scene.client({ clock, timeout: { headers: null } });
      const url = await scene.silent();
      await client.open();
      const call = scene.line(client.get(url));
      await clock.waitForTimer(30_000);
      await clock.advance(30_000);
      return call;
    },
  ],

  'Connection pool exhausted': [
    (scene) => exhausted(scene, { pool: 500 }, 500),
    (scene) => exhausted(scene, {}, 30_000),
  ],
};

async function exhausted(
  scene: Parameters<(typeof connection)[string][number]>[0],
  timeout: { readonly pool?: number },
  limit: number,
): Promise<string> {
  const clock = virtualClock();
  const client = scene.client({
    baseUrl: await scene.silent(),
    clock,
    pool: { maxConnections: 10 },
    timeout: { connect: null, headers: null },
  });
  await client.open();
  for (let call = 0; call < 10; call++) void client.get('', { timeout: { total: null } }).result();
  const call = scene.line(client.get('', { timeout }));
  await clock.waitForTimer(limit);
  await clock.advance(limit);
  return call;
}
