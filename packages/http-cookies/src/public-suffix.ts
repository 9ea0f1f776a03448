import { isIP } from 'node:net';

import { getPublicSuffix } from 'tough-cookie';

/** Whether nobody but the host itself may set a cookie for this domain: a public suffix, one label, an IP address. */
export function isPublicSuffix(domain: string): boolean {
  const bare = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  if (!bare.includes('.') || isIP(bare) !== 0) return true;
  // The registrable domain, by the list's ICANN and private parts; tough-cookie throws for reserved names unless told not to.
  return getPublicSuffix(bare, { allowSpecialUseDomain: true, ignoreError: true }) === undefined;
}
