import type * as Dns from 'node:dns';
import type * as Net from 'node:net';
import type * as Tls from 'node:tls';

import type { Client } from 'undici';

/** undici and what of Node a dial needs, loaded when the first request is made. */
export interface UndiciRuntime {
  readonly Client: typeof Client;
  readonly net: typeof Net;
  readonly tls: typeof Tls;
  readonly dns: typeof Dns;
}

/** Where the platform's `fetch` looks for its dispatcher, up to Node 24. */
const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

/** Loads undici and leaves the platform's `fetch` with the dispatcher that it had. */
export async function loadUndici(): Promise<UndiciRuntime> {
  const [{ createRequire }, net, tls, dns] = await Promise.all([
    import('node:module'),
    import('node:net'),
    import('node:tls'),
    import('node:dns'),
  ]);
  return { Client: requireUndici(createRequire(import.meta.url)).Client, net, tls, dns };
}

// At once and not by `import()`: nobody else can set a dispatcher in between and lose it.
function requireUndici(require: NodeJS.Require): { readonly Client: typeof Client } {
  const platform = globalThis as Record<symbol, unknown>;
  const before = platform[globalDispatcher];
  const loaded = require('undici') as { readonly Client: typeof Client };
  if (platform[globalDispatcher] !== before) platform[globalDispatcher] = before;
  return loaded;
}
