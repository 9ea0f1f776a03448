import { definePlugin, type Host, type Plugin } from '@x/http-core';

import { cookiesLayer } from './cookies-layer.ts';
import {
  checkCookies,
  type CookiesCallOptions,
  type CookiesOptions,
  readOptions,
} from './cookies-options.ts';
import { Jars } from './jars.ts';
import { waitFor } from './patience.ts';
import { tellFailure } from './tell-failure.ts';

/**
 * A cookie jar: one per client, shared with what `extend()` makes of it. Every hop of a redirect reads and writes it for its
 * own host. Throws `ConfigurationError` for options that are wrong.
 */
export function cookies(options: CookiesOptions = {}): Plugin<'cookies', CookiesCallOptions> {
  const checked = readOptions(options);
  return definePlugin({
    name: 'cookies',
    contract: 1,
    setup: (host) => {
      const jars = new Jars(checked, host.clock);
      return {
        hop: { cookies: cookiesLayer(jars, host) },
        callOptions: { cookies: checkCookies },
        settings: settingsOf(checked),
        open: () => openStore(jars, host),
        close: async () => jars.close(),
      };
    },
  });
}

/** A store that cannot be opened fails no call; each tries again. */
async function openStore(jars: Jars, host: Host): Promise<void> {
  try {
    await waitFor(Promise.resolve(jars.open()), host.clock);
  } catch (error) {
    tellFailure(host, 'open', error);
  }
}

/** Whose jar it is and where its cookies are kept. */
function settingsOf({ jar, store, persist }: CookiesOptions): Readonly<Record<string, unknown>> {
  if (jar !== undefined) return { jar: 'given' };
  if (store === undefined) return { jar: 'own', store: 'memory' };
  return { jar: 'own', store: store.constructor.name, persist: persist ?? 'all' };
}
