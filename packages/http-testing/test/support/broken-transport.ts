import { definePlugin, type Host, type Plugin, type Transport, type WireRequest } from '@x/http-core';
import { got } from '@x/http-core/got';

type Exchange = Transport['exchange'];

/** How a sound transport is broken. */
export interface Breakage {
  /** In place of the sound exchange. */
  readonly exchange?: (sound: Exchange) => Exchange;
  /** Given to the sound transport in place of what the client says. */
  readonly host?: (host: Host) => Host;
  /** In place of the sound end. */
  readonly close?: (sound: () => Promise<void>) => () => Promise<void>;
}

/** The default transport, broken in one way. */
export function brokenTransport({ exchange, host, close }: Breakage): Plugin<'broken'> {
  return definePlugin({
    name: 'broken',
    contract: 1,
    setup(given) {
      const { transport } = got().setup(host === undefined ? given : host(given));
      if (transport === undefined) throw new Error('got contributes no transport');
      const sound: Exchange = (request) => transport.exchange(request);
      const end = (): Promise<void> => transport.close();
      return {
        transport: {
          name: 'broken',
          features: transport.features,
          exchange: exchange === undefined ? sound : exchange(sound),
          close: close === undefined ? end : close(end),
        },
        callOptions: {},
      };
    },
  });
}

/** Changes each request on its way to the sound transport. */
export function asking(change: (request: WireRequest) => Partial<WireRequest>): Breakage {
  return { exchange: (sound) => (request) => sound({ ...request, ...change(request) }) };
}

/** Changes what the sound transport rejects with. */
export function failing(change: (error: unknown, request: WireRequest) => unknown): Breakage {
  return {
    exchange: (sound) => (request) =>
      sound(request).catch((error: unknown) => {
        throw change(error, request);
      }),
  };
}
