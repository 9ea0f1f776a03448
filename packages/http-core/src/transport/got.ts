import { definePlugin, type Plugin } from '../plugin.ts';
import { type GotOptions, gotTransport } from './got-transport.ts';

/** The default transport as a plugin: got as a raw wire. Its connections follow the client's `pool` and `tls`. */
export function got(options: GotOptions = {}): Plugin<'got'> {
  return definePlugin({
    name: 'got',
    contract: 1,
    setup: ({ options: { pool, tls }, env, clock }) => ({
      transport: gotTransport({ ...options, pool, tls, clock, certificateFile: env['SSL_CERT_FILE'] }),
      callOptions: {},
    }),
  });
}
