import { definePlugin, type Plugin } from '@x/http-core';

import { readOptions, type UndiciOptions } from './undici-options.ts';
import { undiciTransport } from './undici-transport.ts';

/**
 * The transport that costs least: undici as a raw wire. Its connections follow the client's `pool`, `tls` and `http2`.
 * Throws `ConfigurationError` for options it does not know.
 */
export function undici(options: UndiciOptions = {}): Plugin<'undici'> {
  const { lookup } = readOptions(options);
  return definePlugin({
    name: 'undici',
    contract: 1,
    setup: ({ options: { pool, tls, http2 }, env, clock }) => ({
      transport: undiciTransport({ lookup, pool, tls, http2, clock, certificateFile: env['SSL_CERT_FILE'] }),
      callOptions: {},
    }),
  });
}
