import {
  type AnyPlugin,
  type Client,
  type ClientOptions,
  type Contribution,
  createClient,
} from '@x/http-core';

import { type FaultServer, faultServer } from '../../fault-server/fault-server.ts';
import { expectNothingLeft } from '../../fault-server/leak-check.ts';
import { captureHost } from '../capture-host.ts';
import type { PluginLimits } from './plugin-limits.ts';
import { site } from './plugin-site.ts';

/** A client whose call options are not known here. */
export type AnyClient = Client<Record<string, unknown>, readonly never[]>;

/** What a guard has in its hands: a client with the plugin, and the server that is its base. */
export interface PluginCase {
  readonly client: AnyClient;
  readonly server: FaultServer;
}

/** How the client of a guard is made. */
export interface CaseOptions extends Omit<ClientOptions, 'plugins' | 'baseUrl'> {
  /** In place of a new plugin; `undefined` for none. */
  readonly plugin?: AnyPlugin | undefined;
  readonly before?: readonly AnyPlugin[];
  readonly after?: readonly AnyPlugin[];
}

/** Makes clients with the plugin, and sees that nothing is left of them. */
export class PluginBench {
  readonly factory: () => AnyPlugin;
  readonly limits: PluginLimits;

  constructor(factory: () => AnyPlugin, limits: PluginLimits) {
    this.factory = factory;
    this.limits = limits;
  }

  /** What the plugin contributes to a client by itself. */
  contribution(plugin: AnyPlugin = this.factory()): Contribution {
    return plugin.setup(captureHost());
  }

  /** A client; its plugins are companions, those before, the plugin, those after. */
  client(options: CaseOptions & { readonly baseUrl?: string } = {}): AnyClient {
    const { before = [], after = [], plugin: _plugin, ...rest } = options;
    const plugin = 'plugin' in options ? options.plugin : this.factory();
    const own = plugin === undefined ? [] : [...(this.limits.companions?.() ?? []), plugin];
    const plugins: readonly AnyPlugin[] = [...before, ...own, ...after];
    return createClient({ trustEnv: false, ...rest, plugins });
  }

  /** Runs a case against the site; afterwards the client is closed and nothing may be left. */
  async serve(run: (given: PluginCase) => Promise<void>, options: CaseOptions = {}): Promise<void> {
    await using server = await faultServer({ always: site });
    // Whatever is loaded on first use is no leak.
    await this.#visit(server.origin, options);
    server.requests.length = 0;
    await server.waitFor(() => server.openConnections === 0);
    const whole = async (): Promise<void> => {
      const client = this.client({ ...options, baseUrl: server.origin });
      try {
        await run({ client, server });
      } finally {
        await client.close({ grace: 0 });
      }
    };
    await expectNothingLeft(whole, { servers: [server] });
  }

  async #visit(baseUrl: string, options: CaseOptions): Promise<void> {
    const client = this.client({ ...options, plugin: undefined, before: [], after: [], baseUrl });
    await client.get('/ok');
    await client.close({ grace: 0 });
  }
}
