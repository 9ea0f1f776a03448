import { setTimeout as delay } from 'node:timers/promises';

import { type AnyPlugin, NetworkError, ProxyError, TimeoutError } from '@x/http-core';

import { asking, type Breakage, brokenTransport, failing } from './broken-transport.ts';
import type { TransportMutant } from './transport-mutants.ts';

const broken =
  (breakage: Breakage): (() => AnyPlugin) =>
  () =>
    brokenTransport(breakage);

/** Wrong about aborts, limits, connections and the end. */
export const lifetimeMutants: readonly TransportMutant[] = [
  [
    'does not listen to aborts',
    broken(asking(() => ({ onAbort: () => {} }))),
    'opens no connection for what is aborted already',
    'ends at once while connecting',
    'ends at once while it waits for a connection of a full pool',
    'ends at once while it waits for the head',
    'ends at once while it sends a body',
    'ends at once while it collects a body',
    'ends at once while a body is read',
    'ends at once while a tunnel is being made',
  ],
  [
    'takes a late abort for its own end',
    broken({
      exchange: (sound) => {
        let isDead = false;
        return (request) => {
          if (isDead) return Promise.reject(new Error('dead'));
          return sound({
            ...request,
            onAbort: (cancel) =>
              request.onAbort((reason) => {
                isDead = true;
                return cancel(reason);
              }),
          });
        };
      },
    }),
    'does nothing when it is aborted after the end',
  ],
  [
    'gives no evidence',
    broken(asking(({ onAbort }) => ({ onAbort: (cancel) => onAbort((reason) => void cancel(reason)) }))),
    'tells who aborts how far it had come',
  ],
  [
    'holds no limit',
    broken(asking(() => ({ timeouts: {} }))),
    'holds the limit for the head',
    'holds the limit for connecting',
    'holds the limit between two chunks while it collects',
    'holds that limit for an upload that the peer does not take',
    'holds the limit for a connection of a full pool',
  ],
  [
    'takes the idle limit for one on everything',
    broken({
      exchange: (sound) => (request) => {
        const { idle = 0 } = request.timeouts;
        const over = delay(idle, undefined, { ref: false }).then(() => {
          throw new TimeoutError('idle', idle);
        });
        return Promise.race([sound(request), over]);
      },
    }),
    'takes a drip within that limit for no silence',
  ],
  [
    'has no clock',
    broken({
      exchange: (sound) => async (request) => ({ ...(await sound(request)), timings: { total: 0 } }),
    }),
    'tells where the time went',
  ],
  [
    'uses no connection again',
    broken(asking(() => ({ freshSocket: true }))),
    'uses a connection again, and tells',
  ],
  [
    'takes a used connection for a fresh one',
    broken(asking(() => ({ freshSocket: false }))),
    'takes a fresh connection where one is asked for',
  ],
  [
    'takes every connection for a used one',
    broken({ exchange: (sound) => async (request) => ({ ...(await sound(request)), isReusedSocket: true }) }),
    'does not use a connection again that the peer will close',
  ],
  [
    'knows no bounds',
    broken({
      host: (host) => ({
        ...host,
        options: { ...host.options, pool: { ...host.options.pool, maxConnections: 100 } },
      }),
    }),
    'opens no more connections than allowed, and serves all who wait',
  ],
  [
    'does not end',
    broken({ close: () => async () => {} }),
    'destroys idle and busy connections when it is closed, once or twice',
  ],
  [
    'keeps a watch going',
    () => {
      let watch: NodeJS.Timeout | undefined;
      return brokenTransport({
        exchange: (sound) => (request) => {
          watch ??= setInterval(() => {}, 1_000);
          return sound(request);
        },
        close: (sound) => () => {
          clearInterval(watch);
          return sound();
        },
      });
    },
    'keeps no process alive between two exchanges',
  ],
  [
    'leaves a timer behind',
    broken({
      exchange: (sound) => (request) => {
        setTimeout(() => {}, 1_000);
        return sound(request);
      },
    }),
    'leaves nothing behind',
  ],
  [
    'takes options from the prototype',
    broken(
      asking(({ method }) => {
        const options: { readonly method?: string } = {};
        return { method: options.method ?? method };
      }),
    ),
    'puts the same bytes on the wire under a polluted Object.prototype',
  ],
  [
    'trusts everybody',
    broken({
      host: (host) => ({
        ...host,
        options: { ...host.options, tls: { ...host.options.tls, verify: false } },
      }),
    }),
    'verifies the certificate of its peer against tls.ca',
  ],
  [
    'goes round the proxy',
    broken(asking(() => ({ proxy: undefined }))),
    'sends a request for http to its proxy, in absolute form, and nowhere else',
    'sends everything else through the tunnel that its proxy makes',
  ],
  [
    'takes a proxy that fails for a target that fails',
    broken(
      failing((error) => (error instanceof ProxyError ? new NetworkError('reset', error.message) : error)),
    ),
    'tells a tunnel that was refused as a failure of the proxy, without its credentials',
  ],
  [
    'forgets who it is to a proxy',
    broken(
      asking(({ proxy }) => {
        if (proxy === undefined) return {};
        const url = new URL(proxy.url);
        url.username = '';
        url.password = '';
        return { proxy: { ...proxy, url } };
      }),
    ),
    'shares a connection to a proxy with nobody who has other credentials',
  ],
];
