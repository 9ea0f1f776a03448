import assert from 'node:assert/strict';

import type {
  AnyPlugin,
  ClientOptions,
  Contribution,
  Transport,
  WireRequest,
  WireResponse,
} from '@x/http-core';

import type { AnyScript } from '../../fault-server/connection-script.ts';
import { type FaultServer, faultServer } from '../../fault-server/fault-server.ts';
import { expectNothingLeft } from '../../fault-server/leak-check.ts';
import { captureHost } from '../capture-host.ts';
import type { TestCertificate, TransportAbility, TransportLimits } from './transport-limits.ts';

/** What one exchange of a guard has beyond a collected GET with limits that no guard reaches. */
export interface SendOptions extends Partial<Omit<WireRequest, 'url' | 'headers'>> {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly signal?: AbortSignal;
}

/** What a guard has in its hands: a transport made for it alone, and a server. */
export interface Wire {
  readonly transport: Transport;
  readonly server: FaultServer;
  /** One GET of the server's root unless given, collected up to a mebibyte. */
  send(options?: SendOptions & { readonly target?: string }): Promise<WireResponse>;
  /** The same with the body left unread. */
  open(options?: SendOptions & { readonly target?: string }): Promise<WireResponse>;
}

type WireCase = (wire: Wire) => Promise<void>;
type TransportOptions = Pick<ClientOptions, 'pool' | 'tls'>;

/** Makes transports and servers for guards, and sees that nothing is left of them. */
export class TransportBench {
  readonly #factory: () => AnyPlugin;
  readonly #leavesNothing: boolean;
  readonly #certificate: TransportLimits['certificate'];

  constructor(factory: () => AnyPlugin, limits: TransportLimits) {
    this.#factory = factory;
    this.#leavesNothing = limits.cannot?.close === undefined;
    this.#certificate = limits.certificate;
  }

  /** Why the guards of an ability cannot be run here, where that is not for the transport to say. */
  lacks(ability: TransportAbility): string | undefined {
    if (ability === 'tls' && this.#certificate === undefined) return 'its limits make no certificate';
    if (ability !== 'proxy') return undefined;
    const { transport } = this.#factory().setup(captureHost()) as Contribution;
    return transport?.features.has('proxy') === true ? undefined : 'it does not have the feature proxy';
  }

  /** The certificate of the limits. */
  async certificateForTests(): Promise<TestCertificate> {
    assert.ok(this.#certificate !== undefined, 'its limits make no certificate');
    return this.#certificate();
  }

  /** Runs a case with a server of that script; afterwards transport and server are closed and nothing may be left. */
  async serve(
    script: AnyScript,
    run: WireCase,
    { tls, ...options }: TransportOptions & { readonly serverTls?: object } = {},
  ): Promise<void> {
    const { serverTls, ...own } = options;
    await using server = await faultServer({ always: script, tls: serverTls });
    await this.#withTransport(tls === undefined ? own : { ...own, tls }, server, run);
  }

  /** The same at an address where no server of ours is. */
  async without(run: WireCase, options: TransportOptions = {}): Promise<void> {
    await using server = await faultServer();
    await this.#withTransport(options, server, run);
  }

  /** A transport for a guard that looks after the rest itself. */
  async make(options: TransportOptions): Promise<{ transport: Transport; close(): Promise<void> }> {
    const contribution = this.#factory().setup(captureHost(options)) as Contribution;
    const { transport } = contribution;
    assert.ok(transport !== undefined, 'the plugin contributes no transport');
    await contribution.open?.();
    // Whatever is loaded on first use is no leak.
    await warmUp(transport);
    return {
      transport,
      close: async () => {
        await transport.close();
        await contribution.close?.();
      },
    };
  }

  async #withTransport(options: TransportOptions, server: FaultServer, run: WireCase): Promise<void> {
    const { transport, close } = await this.make(options);
    const wire: Wire = {
      transport,
      server,
      send: ({ target = '/', ...rest } = {}) => exchange(transport, server.origin + target, rest),
      open: ({ target = '/', ...rest } = {}) =>
        exchange(transport, server.origin + target, { ...rest, collect: undefined }),
    };
    const whole = async (): Promise<void> => {
      try {
        await run(wire);
      } finally {
        await close();
      }
    };
    await (this.#leavesNothing ? expectNothingLeft(whole, { servers: [server] }) : whole());
  }
}

/** Sends one request to an absolute URL. */
export function exchange(transport: Transport, url: string, given: SendOptions = {}): Promise<WireResponse> {
  const { signal, headers, ...options } = given;
  return transport.exchange({
    method: 'GET',
    body: undefined,
    contentLength: undefined,
    proxy: undefined,
    collect: 2 ** 20,
    collectFor: undefined,
    freshSocket: undefined,
    timeouts: generous,
    onAbort(cancel) {
      if (signal === undefined) return;
      if (signal.aborted) cancel(signal.reason);
      else signal.addEventListener('abort', () => void cancel(signal.reason), { once: true });
    },
    onProgress: undefined,
    onReceived: undefined,
    onQueue: undefined,
    ...options,
    url: new URL(url),
    headers: Object.assign(Object.create(null), headers),
  });
}

/** Limits that no guard reaches. */
export const generous = { pool: undefined, connect: 5_000, headers: 5_000, idle: 5_000 } as const;

async function warmUp(transport: Transport): Promise<void> {
  await using server = await faultServer();
  await exchange(transport, server.origin, { freshSocket: true, headers: { connection: 'close' } }).catch(
    () => {},
  );
}
