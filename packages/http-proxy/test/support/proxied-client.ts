import { type AnyPlugin, type Client, type ClientOptions, createClient } from '@x/http-core';

import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import type { ProxyOptions } from '../../src/proxy-options.ts';
import { proxy } from '../../src/proxy.ts';
import type { Lookup, TransportUnderTest } from './transports.ts';

/** A client of that transport that trusts the authority of the tests and goes through those proxies. */
export async function proxiedClient(
  transport: TransportUnderTest,
  options: ProxyOptions,
  {
    plugins = [],
    ...more
  }: Omit<ClientOptions, 'plugins'> & { readonly plugins?: readonly AnyPlugin[] } = {},
): Promise<Client<{}, readonly []>> {
  const { cert } = await makeAuthority();
  const client: unknown = createClient({
    trustEnv: false,
    absoluteUrls: 'any',
    tls: { ca: cert },
    ...more,
    plugins: [transport.make({ lookup: onlyLocalhost }), proxy(options), ...plugins],
  });
  return client as Client<{}, readonly []>;
}

/** The proxy's names and no others: whoever asks for an origin's name here goes around the proxy. */
const onlyLocalhost: Lookup = (hostname, _options, callback) => {
  if (hostname === 'localhost') callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else {
    const error = Object.assign(new Error(`looked up ${hostname}`), { code: 'ENOTFOUND' });
    callback(error, []);
  }
};
