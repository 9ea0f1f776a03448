import type { ClientOptions, CoreCallOptions } from '@x/http-core';
import type { AnyScript } from '@x/http-testing';

import type { RouteName } from './routes.ts';
import type { Lookup } from './transports.ts';

/** What a call comes to. Of an error only what stands here is compared; `retry` is the column S, I or N. */
export type Expected =
  | { readonly status: number; readonly text?: string | undefined }
  /** Rejected with the abort's reason itself. */
  | { readonly aborted: true }
  | {
      readonly error: string;
      readonly retry?: 'S' | 'I' | 'N' | undefined;
      readonly reason?: string | undefined;
      readonly phase?: string | undefined;
      readonly status?: number | undefined;
      readonly proxyStatus?: number | undefined;
      readonly sent?: 'none' | 'partial' | 'complete' | undefined;
      readonly reused?: boolean | undefined;
      readonly responseStarted?: boolean | undefined;
    };

/** One line of the matrix. */
export interface Row {
  readonly name: string;
  /** What the first connections to the origin do, one each; every later one answers well. */
  readonly scripts?: readonly AnyScript[] | undefined;
  /** A proxy that does this stands in the way, in place of the routes. */
  readonly proxy?: { readonly scheme: 'http' | 'socks5'; readonly script: AnyScript | 'closed' } | undefined;
  /** Where there is no server but a hole. */
  readonly hole?: 'closed' | 'black' | undefined;
  /** Which ways it makes sense through; all unless given. */
  readonly routes?: readonly RouteName[] | undefined;
  /** The origin speaks TLS on every route. */
  readonly tls?: true | undefined;
  /** Calls that succeed before, on the same client. */
  readonly before?: number | undefined;
  readonly method?: string | undefined;
  readonly call?: Omit<CoreCallOptions, 'schema' | 'errors'> | undefined;
  readonly client?: Partial<Omit<ClientOptions, 'plugins'>> | undefined;
  readonly lookup?: Lookup | undefined;
  /** How the body is read: as text unless given. */
  readonly reads?: 'json' | undefined;
  /** Means something else on a stream, whose limits end at the head. */
  readonly bufferedOnly?: true | undefined;
  /** The call is aborted so many milliseconds after the scripts were begun; before it is made with 0. */
  readonly abortAfter?: number | undefined;
  /** The client offers HTTP/2; only for transports that speak it. */
  readonly http2?: true | undefined;
  /** The origin hears of the client's end only when it cuts the connection itself. */
  readonly letsGo?: true | undefined;
  /** The next call waits until the connection is gone. */
  readonly settles?: true | undefined;
  /** How often the request may reach the origin; once at most unless given. */
  readonly sends?: number | undefined;
  readonly expected: Expected;
}
