import { cookies } from '@x/http-cookies';
import { type Client, createClient, createClients } from '@x/http-core';
import { proxy } from '@x/http-proxy';

import { loadClientOptions } from '../src/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;

// The factories of our packages fit as they are, and those of others.
const loaded = loadClientOptions({ file: 'config.yaml', plugins: { proxy, cookies } });
void loadClientOptions({ plugins: { cookies: () => cookies({ persist: 'all' }) } });
// @ts-expect-error a plugin, not what makes one
void loadClientOptions({ plugins: { cookies: cookies() } });
// @ts-expect-error no such option
void loadClientOptions({ files: 'config.yaml' });

// What is loaded makes clients, whose calls have no options but the core's.
const api: Client = createClient(loaded);
void api;
// @ts-expect-error whether there are cookies is decided at run time
void createClient(loaded).get('/', { cookies: false });
void createClients({ users: loaded }).clients.users.get('/');

// Plugins beside the loaded ones bring their call options.
void createClient({ ...loaded, plugins: [...loaded.plugins, cookies()] }).get('/', { cookies: false });
holds<
  Equal<
    typeof loaded.timeout,
    Parameters<typeof createClient>[0] extends infer O
      ? NonNullable<O> extends { timeout?: infer T }
        ? T
        : never
      : never
  >
>();
