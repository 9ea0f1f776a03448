import { createClient, type Client, type ClientOptions, type Plugin } from '@x/http-core';
import { got } from '@x/http-core/got';

import { type RawServer, rawServer } from '../../../http-core/test/support/raw-server.ts';
import { makeAuthority } from '../../../http-testing/src/fault-server/certificates.ts';
import type { RawRequest } from '../../../http-testing/src/fault-server/read-request.ts';
import { cookies, type CookiesCallOptions, type CookiesOptions } from '../../src/index.ts';

/** What the site answers one request with. */
export interface SiteAnswer {
  readonly status?: number;
  /** Set-Cookie lines, sent as UTF-8 and as they are. */
  readonly set?: readonly string[];
  readonly location?: string;
}

/** A request as the site saw it: where it was meant to go, and its Cookie header. */
export interface Visit {
  readonly host: string;
  readonly target: string;
  readonly cookie: string | undefined;
}

export type CookieClient = Client<CookiesCallOptions, readonly never[]>;

/** A server that plays every host there is, behind a look-up that is given to the client. */
export interface CookieSite extends AsyncDisposable {
  readonly port: number;
  readonly visits: Visit[];
  /** The Cookie header of the latest request. */
  readonly lastCookie: string | undefined;
  readonly server: RawServer;
  /** An absolute URL of this site; the host may be any name. */
  url(host: string, target?: string): string;
  /** A client with the plugin that finds every name here. */
  client(options?: CookiesOptions, more?: Omit<ClientOptions, 'plugins'>): CookieClient;
}

/** Starts one; with `tls` its certificate fits the names given there. */
export async function cookieSite(
  answer: (visit: Visit) => SiteAnswer = () => ({}),
  { tls }: { readonly tls?: readonly string[] } = {},
): Promise<CookieSite> {
  const authority = tls === undefined ? undefined : await makeAuthority();
  const certificate = await authority?.issue({ names: tls ?? [] });
  const visits: Visit[] = [];
  const server = await rawServer(
    async (connection) => {
      for await (const request of connection.requests()) {
        const visit = visitOf(request);
        visits.push(visit);
        connection.write(Buffer.from(headOf(answer(visit))));
      }
    },
    certificate === undefined ? {} : { tls: certificate },
  );
  const scheme = tls === undefined ? 'http' : 'https';
  return {
    port: server.port,
    visits,
    server,
    get lastCookie() {
      return visits.at(-1)?.cookie;
    },
    url: (host, target = '/') => `${scheme}://${host}:${server.port}${target}`,
    client: (options, more = {}) =>
      createClient({
        ...more,
        ...(authority === undefined ? {} : { tls: { ca: authority.cert } }),
        plugins: [everyNameHere(), cookies(options)],
      }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** The default transport with every name at 127.0.0.1. */
export function everyNameHere(): Plugin<'got'> {
  return got({ lookup: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
}

function visitOf({ headers, target }: RawRequest): Visit {
  return { host: headers['host']?.[0] ?? '', target, cookie: headers['cookie']?.join('; ') };
}

function headOf({ status = 200, set = [], location }: SiteAnswer): string {
  const lines = [
    `HTTP/1.1 ${status} Status`,
    'content-length: 0',
    ...set.map((line) => `set-cookie: ${line}`),
  ];
  if (location !== undefined) lines.push(`location: ${location}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
