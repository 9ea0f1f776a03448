/** What of a URL decides about cookies. */
export interface CookieScope {
  readonly location: URL;
  /** Lower case, IPv6 without brackets; a cookie's own domain when it is host-only. */
  readonly host: string;
  /** As it stands in the URL, from `/`. */
  readonly path: string;
  /** Only https counts, on every host: see docs/adr/secure-means-https.md. */
  readonly isSecure: boolean;
}

/** The scope of an http or https URL. */
export function scopeOf(location: URL, host: string = hostOf(location)): CookieScope {
  return { location, host, path: location.pathname, isSecure: location.protocol === 'https:' };
}

/** The host as cookies name it: a port does not count (RFC 6265bis, section 8.5). */
export function hostOf(url: URL): string {
  const { hostname } = url;
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** The host and every domain above it, nearest first. */
export function domainsAbove(host: string): string[] {
  const domains = [host];
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    domains.push(host.slice(dot + 1));
  }
  return domains;
}
