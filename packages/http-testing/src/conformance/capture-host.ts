import { type ClientOptions, createClient, type Host } from '@x/http-core';

/** The host that a client with these options gives to its plugins, to set one up by hand; it does not trust the environment. */
export function captureHost(options: Omit<ClientOptions, 'plugins'> = {}): Host {
  let captured: Host | undefined;
  const probe = {
    name: 'conformance-probe',
    contract: 1,
    setup(host: Host): object {
      captured = host;
      return { callOptions: {} };
    },
  } as const;
  createClient({ trustEnv: false, ...options, plugins: [probe] });
  if (captured === undefined) throw new Error('the client did not set its plugin up');
  return captured;
}
