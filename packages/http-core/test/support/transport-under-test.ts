import type { AnyPlugin } from '../../src/plugin.ts';
import { loadGot } from '../../src/transport/got-runtime.ts';
import type { GotOptions } from '../../src/transport/got-settings.ts';
import {
  type GotTransport,
  type GotTransportSettings,
  gotTransport,
} from '../../src/transport/got-transport.ts';
import { got } from '../../src/transport/got.ts';

/** What the tests of the wire know of a transport with a pool of its own. */
export interface TransportUnderTest {
  readonly name: string;
  /** Where its plugin is exported, under its name. */
  readonly module: string;
  readonly features: readonly string[];
  make(settings: GotTransportSettings): GotTransport;
  plugin(options: GotOptions): AnyPlugin;
  /** Loads what it loads on first use: that is no leak. */
  load(): Promise<unknown>;
}

/** The tests of this package run on got; a package with another transport sets its own and imports them. */
export const underTest: { transport: TransportUnderTest } = {
  transport: {
    name: 'got',
    module: new URL('../../src/transport/got.ts', import.meta.url).href,
    features: ['proxy'],
    make: gotTransport,
    plugin: got,
    load: loadGot,
  },
};
