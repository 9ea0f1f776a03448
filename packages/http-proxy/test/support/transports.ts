import type { AnyPlugin } from '@x/http-core';
import { got } from '@x/http-core/got';
import { undici } from '@x/http-undici';

/** Resolves names for a transport in the place of the system. */
export type Lookup = NonNullable<NonNullable<Parameters<typeof got>[0]>['lookup']>;

export interface TransportUnderTest {
  readonly name: string;
  make(options?: { readonly lookup?: Lookup }): AnyPlugin;
}

/** Every transport that has the feature `proxy`; the tests of this package run on each. */
export const transports: readonly TransportUnderTest[] = [
  { name: 'got', make: (options = {}) => got(options) },
  { name: 'undici', make: (options = {}) => undici(options) },
];
