import type * as Dns from 'node:dns';
import type * as Http from 'node:http';
import type { ClientRequest } from 'node:http';
import type * as Net from 'node:net';
import type { Duplex } from 'node:stream';
import type * as Tls from 'node:tls';

import type * as Got from 'got';

/** Makes the request that goes on the wire; got calls it once. */
export type MakeRequest = () => ClientRequest;

/** got and Node's HTTP, loaded when the first request is made. */
export interface GotRuntime {
  readonly http: typeof Http;
  readonly net: typeof Net;
  readonly tls: typeof Tls;
  readonly dns: typeof Dns;
  /** Runs one request through got: without a body got ends it itself, with one the stream wants it written and ended. */
  run(makeRequest: MakeRequest, hasBody: boolean): Duplex;
}

// Every connection is made and given out by the pool, so got has no use for the URL; and what it does with credentials
// in one, or with a host called "unix", it cannot do.
const placeholder = 'http://request.invalid/';

/** Loads got and makes the two sets of options that every request of a transport is made from. */
export async function loadGot(): Promise<GotRuntime> {
  const [{ default: got, Options }, http, net, tls, dns] = await Promise.all([
    import('got'),
    import('node:http'),
    import('node:net'),
    import('node:tls'),
    import('node:dns'),
  ]);
  const withoutBody = prepare(Options, 'GET');
  const withBody = prepare(Options, 'POST');
  return {
    http,
    net,
    tls,
    dns,
    run(makeRequest, hasBody) {
      const options = hasBody ? withBody : withoutBody;
      // got copies the options before it returns, so one instance serves every request.
      options.request = makeRequest;
      return got(undefined, undefined, options) as unknown as Duplex;
    },
  };
}

function prepare(Options: typeof Got.Options, method: 'GET' | 'POST'): Got.Options {
  const own = {
    method,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    decompress: false,
    headers: { 'user-agent': undefined },
  };
  // Own properties alone: got would take a polluted prototype's.
  const options = new Options(undefined, Object.assign(Object.create(null), own) as typeof own);
  options.isStream = true;
  options.signal = undefined;
  options.url = placeholder;
  return options;
}
