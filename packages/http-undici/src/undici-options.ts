import { optionChecks } from '@x/http-core';
import type { Lookup } from '@x/http-core/transport';

/** Options of the transport; `pool`, `tls` and `http2` are the client's. */
export interface UndiciOptions {
  /** Resolves names in place of the system's resolver; takes what `dns.lookup` takes with `all: true`. */
  readonly lookup?: Lookup | undefined;
}

const { checkFunction, checkKeys, refuseConfiguration: refuse } = optionChecks;

/** The options, checked; throws `ConfigurationError`. */
export function readOptions(options: unknown): UndiciOptions {
  const { lookup } = checkKeys(refuse, 'options', options, ['lookup']);
  if (lookup === undefined) return {};
  return { lookup: checkFunction(refuse, 'lookup', lookup) as unknown as Lookup };
}
