import type { Hop, Host, HttpResponse, Layer } from '@x/http-core';

import { cookieHeader, type CookiePair } from './cookie-header.ts';
import { hostOf, scopeOf } from './cookie-scope.ts';
import type { CookiesCallOptions } from './cookies-options.ts';
import type { HopJar } from './hop-jar.ts';
import type { Jars } from './jars.ts';
import { limits } from './limits.ts';
import { waitFor } from './patience.ts';
import { tellFailure } from './tell-failure.ts';

type CookiesHop = Hop<CookiesCallOptions>;

/**
 * Reads the jar before and writes it after every exchange, each for the host of that exchange. Whatever the jar does, the
 * request goes on: failures are events.
 */
export function cookiesLayer(jars: Jars, host: Host): Layer<CookiesHop> {
  const hosts = new HopHosts();
  return (inner) => (hop) => {
    const jar = jars.for(hop.options.cookies);
    if (jar === undefined) return inner(hop);
    const keep = (response: HttpResponse) => keepCookies(response, jar, hop, host);
    const reading = attachCookies(jar, hop, hosts.of(hop), host);
    return reading === undefined ? inner(hop).then(keep) : reading.then(() => inner(hop)).then(keep);
  };
}

/** Most hops go where the one before went; for those the URL need not be taken apart. */
class HopHosts {
  #prefix: string | undefined = undefined;
  #host = '';

  of(hop: CookiesHop): string {
    const { request } = hop;
    if (this.#prefix === undefined || !request.url.startsWith(this.#prefix)) {
      this.#host = hostOf(request.location);
      this.#prefix = `${hop.origin}/`;
    }
    return this.#host;
  }
}

/** Puts the jar's cookies into the request; a promise only when the jar takes its time. */
function attachCookies(jar: HopJar, hop: CookiesHop, name: string, host: Host): Promise<void> | undefined {
  try {
    if (!jar.holds(name)) return undefined;
    const found = jar.read(scopeOf(hop.request.location, name));
    if (found instanceof Promise) {
      return waitFor(found, host.clock, hop).then(
        (cookies) => attach(cookies, hop, host),
        (error: unknown) => tellFailure(host, 'read', error, hop.request.url),
      );
    }
    attach(found, hop, host);
  } catch (error) {
    tellFailure(host, 'read', error, hop.request.url);
  }
  return undefined;
}

function attach(cookies: readonly CookiePair[] | undefined, hop: CookiesHop, host: Host): void {
  if (cookies === undefined || cookies.length === 0) return;
  const { headers } = hop.request;
  const { value, omitted } = cookieHeader(headers.getAll('cookie'), cookies, limits.headerBytes);
  if (value !== '') headers.set('cookie', value);
  if (omitted > 0) host.emit('cookies.omitted', { url: hop.request.url, count: omitted });
}

function keepCookies(
  response: HttpResponse,
  jar: HopJar,
  hop: CookiesHop,
  host: Host,
): HttpResponse | Promise<HttpResponse> {
  // Most responses set none, and to read all headers would make them.
  if (response.header('set-cookie') === null) return response;
  const lines = setCookieLines(response.rawHeaders);
  return waitFor(writeLines(lines, jar, hop, host), host.clock, hop).then(
    () => response,
    (error: unknown) => {
      tellFailure(host, 'write', error, hop.request.url);
      return response;
    },
  );
}

async function writeLines(lines: readonly string[], jar: HopJar, hop: CookiesHop, host: Host): Promise<void> {
  const { location } = hop.request;
  const scope = scopeOf(location);
  for (const line of lines) {
    try {
      const refused = await jar.write(line, scope);
      if (refused !== undefined) host.emit('cookies.refused', { url: location.href, ...refused });
    } catch (error) {
      // One bad line, or a store that chokes on it, is no reason to lose the others.
      tellFailure(host, 'write', error, hop.request.url);
    }
  }
  await jar.flush();
}

function setCookieLines(rawHeaders: readonly string[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length !== 10 || name.toLowerCase() !== 'set-cookie') continue;
    lines.push(rawHeaders[index + 1] as string);
  }
  return lines;
}
