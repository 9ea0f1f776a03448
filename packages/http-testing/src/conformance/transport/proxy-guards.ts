import assert from 'node:assert/strict';

import { ProxyError, type ProxyTarget, type TunnelEnd } from '@x/http-core';

import type { Script } from '../../fault-server/connection-script.ts';
import { faultServer } from '../../fault-server/fault-server.ts';
import { rejection } from '../rejection.ts';
import { guard, type TransportGuard } from './transport-guard.ts';
import { within } from './waiting.ts';
import { echoTarget, responding, textOf } from './wire-scripts.ts';

const hello = 'TUNNEL\n';
/** Speaks a protocol of its own until the tunnel stands; then it is the target. */
const tunnelling: Script = async (connection) => {
  await connection.bytes(hello.length);
  connection.write('OK\n');
  for await (const { target } of connection.requests()) {
    connection.respond({ body: `through the tunnel: ${target}` });
  }
};

/** A proxy with credentials, and what it does to make a tunnel. */
function proxyAt(origin: string, openTunnel: ProxyTarget['openTunnel']): ProxyTarget {
  const url = new URL(origin);
  url.username = 'me';
  url.password = 'hunter2-secret';
  return { url, openTunnel };
}

/** That exchanges go through the proxy they are given, and nowhere else. */
export const proxyGuards: readonly TransportGuard[] = [
  guard(
    'proxy',
    'sends a request for http to its proxy, in absolute form, and nowhere else',
    async (bench) => {
      await using proxy = await faultServer({ always: responding({ body: 'of the proxy' }) });
      await bench.serve(echoTarget, async ({ send, server }) => {
        const forwardHeaders = { 'proxy-authorization': 'Basic aHVudGVyMg==' };
        const target: ProxyTarget = {
          url: new URL(proxy.origin),
          forwardHeaders,
          openTunnel: () => assert.fail('a request for http needs no tunnel'),
        };
        const headers = { ...forwardHeaders, 'x-own': 'yes' };
        const response = await send({ target: '/a?b', proxy: target, headers });
        assert.equal(textOf(response), 'of the proxy');
        assert.equal(proxy.requests[0]?.target, `${server.origin}/a?b`);
        assert.deepEqual(proxy.requests[0].headers['x-own'], ['yes']);
        assert.equal(server.connections, 0);
      });
    },
  ),

  guard('proxy', 'sends everything else through the tunnel that its proxy makes', async (bench) => {
    await using proxy = await faultServer({ always: tunnelling });
    await bench.serve(echoTarget, async ({ send, server }) => {
      const ends: TunnelEnd[] = [];
      const target = proxyAt(proxy.origin, (socket, end, observer) => {
        ends.push(end);
        socket.once('data', () => observer.opened());
        socket.write(hello);
        return () => {};
      });
      assert.equal(textOf(await send({ target: '/a?b', proxy: target })), 'through the tunnel: /a?b');
      assert.deepEqual(
        ends.map(({ hostname, port, authority }) => [hostname, port, authority]),
        [['127.0.0.1', server.port, `127.0.0.1:${server.port}`]],
      );
      assert.equal(server.connections, 0);
    });
  }),

  guard(
    'proxy',
    'tells a tunnel that was refused as a failure of the proxy, without its credentials',
    async (bench) => {
      await using proxy = await faultServer({ always: () => {} });
      await bench.serve(echoTarget, async ({ send, server }) => {
        const target = proxyAt(proxy.origin, (_socket, _end, observer) => {
          setImmediate(() => observer.failed({ reason: 'said no', proxyStatus: 502 }));
          return () => {};
        });
        const error = await within(rejection(send({ proxy: target })), 'a refused tunnel', 2_000);
        assert.ok(error instanceof ProxyError, String(error));
        assert.deepEqual([error.proxyStatus, error.sent], [502, 'none']);
        assert.ok(!error.message.includes('hunter2'), error.message);
        await proxy.waitFor(() => proxy.openConnections === 0, 1_000);
        assert.equal(server.connections, 0);
      });
    },
  ),

  guard('proxy', 'ends at once while a tunnel is being made', async (bench) => {
    await using proxy = await faultServer({ always: () => {} });
    await bench.serve(echoTarget, async ({ send }) => {
      const begun = Promise.withResolvers<void>();
      let isEnded = false;
      const target = proxyAt(proxy.origin, () => {
        begun.resolve();
        return () => void (isEnded = true);
      });
      const controller = new AbortController();
      const outcome = rejection(send({ proxy: target, signal: controller.signal }));
      await within(begun.promise, 'the first of the tunnel', 2_000);
      controller.abort('enough');
      assert.equal(await within(outcome, 'the rejection after an abort'), 'enough');
      assert.ok(isEnded, 'the making of the tunnel was not ended');
      await proxy.waitFor(() => proxy.openConnections === 0, 1_000);
    });
  }),

  guard('proxy', 'shares a connection to a proxy with nobody who has other credentials', async (bench) => {
    await using proxy = await faultServer({ always: responding({ body: 'of the proxy' }) });
    await bench.serve(echoTarget, async ({ send }) => {
      const reused: boolean[] = [];
      for (const name of ['one', 'one', 'other']) {
        const { url, openTunnel } = proxyAt(proxy.origin, () => assert.fail('no tunnel is needed'));
        url.username = name;
        const target = { url, openTunnel, forwardHeaders: {} };
        reused.push((await send({ proxy: target })).isReusedSocket);
      }
      assert.deepEqual(reused, [false, true, false]);
      assert.equal(proxy.connections, 2);
    });
  }),
];
