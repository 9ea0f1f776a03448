import { redactUrl, type WireRequest } from '@x/http-core';

const emptyBody = new Uint8Array(0);

/** Which part of a URL a client's calls name: the path as it is, and under the client's base. */
function pathsOf(url: URL, baseUrl: string | undefined): readonly string[] {
  const { pathname } = url;
  if (baseUrl === undefined) return [pathname];
  const base = new URL(baseUrl);
  const prefix = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  if (base.origin !== url.origin || prefix === '/') return [pathname];
  if (`${pathname}/` === prefix) return ['/', pathname];
  return pathname.startsWith(prefix) ? [pathname.slice(prefix.length - 1), pathname] : [pathname];
}

/** A request that has come to the mock: what matchers and reply functions look at, and what the call log keeps. Printed redacted. */
export class MockRequest<Params = Readonly<Record<string, string>>> {
  /** Counted over all requests that came to the mock, from 0. */
  readonly index: number;
  readonly method: string;
  /** Absolute, without userinfo and fragment. */
  readonly url: URL;
  /** The path as the client's calls name it: under the base URL where there is one. */
  readonly path: string;
  /** Both readings of the path: under the base URL, and whole. */
  readonly paths: readonly string[];
  readonly headers: Headers;
  /** The URL of the proxy it goes through, without credentials. */
  readonly proxy: string | undefined;
  /** Whether a kept-alive socket was refused for it: the silent retry after one that had gone stale. */
  readonly freshSocket: boolean;
  /** When it came, in milliseconds of the client's clock. */
  readonly time: number;
  /** What the route's path has in its parameters. */
  params: Params = Object.freeze(Object.create(null)) as Params;
  /** What has come of the body: everything once it is uploaded, nothing when the connection failed before. */
  body: Uint8Array = emptyBody;

  constructor(wire: WireRequest, index: number, time: number, baseUrl: string | undefined) {
    this.index = index;
    this.method = wire.method;
    this.url = new URL(wire.url);
    this.paths = pathsOf(wire.url, baseUrl);
    this.path = this.paths[0] as string;
    this.headers = new Headers();
    for (const [name, value] of Object.entries(wire.headers)) {
      for (const one of typeof value === 'string' ? [value] : value) this.headers.append(name, one);
    }
    this.proxy = wire.proxy === undefined ? undefined : redactUrl(wire.proxy.url);
    this.freshSocket = wire.freshSocket === true;
    this.time = time;
  }

  /** The query of the URL. */
  get query(): URLSearchParams {
    return this.url.searchParams;
  }

  /** The body as UTF-8 text. */
  text(): string {
    return new TextDecoder().decode(this.body);
  }

  /** The body parsed as JSON; throws a `SyntaxError` when it is none. */
  json(): unknown {
    return JSON.parse(this.text()) as unknown;
  }

  /** The body as the fields of a URL-encoded form. */
  form(): URLSearchParams {
    return new URLSearchParams(this.text());
  }

  /** Method and URL, redacted. */
  get label(): string {
    return `${this.method} ${redactUrl(this.url)}`;
  }

  /** Without header values and body, which may be secret. */
  toJSON(): object {
    const { index, method, url, time } = this;
    return {
      index,
      method,
      url: redactUrl(url),
      headers: [...this.headers.keys()],
      bodyBytes: this.body.byteLength,
      time,
    };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
}
