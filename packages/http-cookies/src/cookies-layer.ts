import type { Hop, Host, HttpResponse, Layer } from '@x/http-core';

import { cookieHeader, type CookiePair } from './cookie-header.ts';
import { hostOf, scopeOf } from './cookie-scope.ts';
import type { CookiesCallOptions } from './cookies-options.ts';
import type { HopJar } from './hop-jar.ts';
import type { Jars } from './jars.ts';
import { limits } from './limits.ts';
import { waitFor } from './patience.ts';

type CookiesHop = Hop<CookiesCallOptions>;

/**
 * Reads the jar before and writes it after every exchange, each for the host of that exchange. Whatever the jar does, the
 * request goes on: failures are events.
 */
export function cookiesLayer(jars: Jars, host: Host): Layer<CookiesHop> {
  return (inner) => (hop) => {
    const jar = jars.for(hop.options.cookies);
    if (jar === undefined) return inner(hop);
    const keep = (response: HttpResponse) => keepCookies(response, jar, hop, host);
    const reading = attachCookies(jar, hop, host);
    return reading === undefined ? inner(hop).then(keep) : reading.then(() => inner(hop)).then(keep);
  };
}

/** Puts the jar's cookies into the request; a promise only when the jar takes its time. */
function attachCookies(jar: HopJar, hop: CookiesHop, host: Host): Promise<void> | undefined {
  const { location } = hop.request;
  try {
    if (!jar.holds(hostOf(location))) return undefined;
    const found = jar.read(scopeOf(location));
    if (found instanceof Promise) {
      return waitFor(found, hop, host.clock).then(
        (cookies) => attach(cookies, hop, host),
        (error: unknown) => tellFailure('read', error, hop, host),
      );
    }
    attach(found, hop, host);
  } catch (error) {
    tellFailure('read', error, hop, host);
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
  const lines = setCookieLines(response.rawHeaders);
  if (lines.length === 0) return response;
  return waitFor(writeLines(lines, jar, hop, host), hop, host.clock).then(
    () => response,
    (error: unknown) => {
      tellFailure('write', error, hop, host);
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
      if (refused !== undefined) host.emit('cookies.refused', { url: scope.url, ...refused });
    } catch (error) {
      // One bad line, or a store that chokes on it, is no reason to lose the others.
      tellFailure('write', error, hop, host);
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

function tellFailure(operation: 'read' | 'write', thrown: unknown, hop: CookiesHop, host: Host): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  host.emit('cookies.failed', { operation, url: hop.request.url, error });
}
