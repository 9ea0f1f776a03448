import type * as Dns from 'node:dns';
import type * as Net from 'node:net';
import type * as Tls from 'node:tls';

import type { Client } from 'undici';

import { clientOptions } from './undici-connection.ts';

/** undici and what of Node a dial needs, loaded when the first request is made. */
export interface UndiciRuntime {
  readonly Client: typeof Client;
  readonly net: typeof Net;
  readonly tls: typeof Tls;
  readonly dns: typeof Dns;
}

/** Where the platform's `fetch` looks for its dispatcher, up to Node 24. */
const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

let loading: Promise<UndiciRuntime> | undefined;

/** Loads undici, once, and leaves the platform's `fetch` with the dispatcher that it had. */
export function loadUndici(): Promise<UndiciRuntime> {
  return (loading ??= load());
}

async function load(): Promise<UndiciRuntime> {
  const [{ createRequire }, net, tls, dns] = await Promise.all([
    import('node:module'),
    import('node:net'),
    import('node:tls'),
    import('node:dns'),
  ]);
  const { Client } = requireUndici(createRequire(import.meta.url));
  await compileParser(Client, net);
  return { Client, net, tls, dns };
}

/**
 * undici compiles its parser with the first connection, in the middle of a request whose limits are running: a connection
 * that never is takes that upon itself.
 */
function compileParser(UndiciClient: typeof Client, net: typeof Net): Promise<void> {
  return new Promise((resolve) => {
    // Own properties, so that a polluted Object.prototype changes nothing.
    const socket = new net.Socket({
      fd: undefined,
      handle: undefined,
      signal: undefined,
      onread: undefined,
      blockList: undefined,
      highWaterMark: undefined,
      typeOfService: undefined,
    } as unknown as Net.SocketConstructorOpts);
    socket.on('error', () => {});
    const client = new UndiciClient('http://connection.invalid', clientOptions(socket));
    client.dispatch(
      { method: 'GET', path: '/' },
      { onRequestStart: () => void socket.destroy(), onResponseError: () => resolve() },
    );
  });
}

// At once and not by `import()`: nobody else can set a dispatcher in between and lose it.
function requireUndici(require: NodeJS.Require): { readonly Client: typeof Client } {
  const platform = globalThis as Record<symbol, unknown>;
  const before = platform[globalDispatcher];
  const loaded = require('undici') as { readonly Client: typeof Client };
  if (platform[globalDispatcher] !== before) platform[globalDispatcher] = before;
  return loaded;
}
