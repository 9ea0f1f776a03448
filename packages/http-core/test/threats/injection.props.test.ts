import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RawRequest } from '../../../http-testing/src/fault-server/read-request.ts';
import type { Client } from '../../src/client.ts';
import { InvalidRequestError } from '../../src/errors/index.ts';
import { type NamedServer, namedServer, routing, withNamedClient } from '../support/named-origins.ts';

const crumbs = [
  '\r\nx-evil: 1',
  '\r\n\r\nGET /evil HTTP/1.1\r\nhost: evil\r\n\r\n',
  '\r',
  '\n',
  '\0',
  '\u010a',
  '\u010d',
  '\u560d\u560a',
  '\u2028',
  '\u212a',
  '\x7f',
  '\x85',
  '\xa0',
  '\ud800',
  ' ',
  '\t',
  ' HTTP/1.1\r\n',
  '%0d%0a',
  '"',
  ';',
  ':',
  ',',
  '#',
  '?',
  '../',
  '@',
  'a',
  'x-a',
  '__proto__',
  'constructor',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...crumbs), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 12 }),
);
/** What is no string but would become one, another one each time it is asked. */
const chameleon = fc.tuple(text, text).map(([first, second]) => {
  let asked = 0;
  const answer = (): string => (asked++ % 2 === 0 ? first : second);
  return { toString: answer, toJSON: answer, valueOf: answer, [Symbol.toPrimitive]: answer };
});
const odd = fc.oneof(
  chameleon,
  fc.constantFrom(Symbol('\r\n'), null, undefined, NaN, 1n, true, () => '\r\nx-evil: 1'),
  text.map((value) => [value]),
  text.map((value) => Object.assign(() => value, { toString: () => value })),
);
const any = fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: odd });

type Call = (client: Client<{}, readonly []>, first: unknown, second: unknown) => PromiseLike<unknown>;
/** What the request must be, beside being one request with well-formed lines. */
type Check = (request: RawRequest, first: unknown, second: unknown) => void;

const usual = ['accept-encoding', 'connection', 'host'];

function linesOf({ rawHeaders }: RawRequest): [name: string, value: string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    (rawHeaders[2 * index] as string).toLowerCase(),
    rawHeaders[2 * index + 1] as string,
  ]);
}

/** The lines beside those that every request has. */
function othersOf(request: RawRequest, ...expected: readonly string[]): [string, string][] {
  const names = new Set([...usual, ...expected]);
  return linesOf(request).filter(([name]) => !names.has(name));
}

const trimmed = (value: unknown): string => String(value).replace(/^[ \t]+|[ \t]+$/g, '');

function expectLine(request: RawRequest, name: string, value: unknown): void {
  const values = (Array.isArray(value) ? value : [value]).map(trimmed);
  const found = linesOf(request).filter(([one]) => one === name.toLowerCase());
  expect(found.map(([, one]) => one)).toEqual(values);
  expect(othersOf(request, name.toLowerCase())).toEqual([]);
}

const fields: Record<string, readonly [call: Call, check: Check]> = {
  'a header name': [
    (client, name) => client.get('', { headers: { [key(name)]: 'v' } }),
    (request, name) => expectLine(request, key(name), 'v'),
  ],
  'a header value': [
    (client, value) => client.get('', { headers: { 'x-a': value as string } }),
    (request, value) => {
      if (value !== undefined && value !== null) expectLine(request, 'x-a', value);
    },
  ],
  'a pair of a header': [
    (client, name, value) => client.get('', { headers: [[name as string, value as string]] }),
    (request, name, value) => {
      if (value !== undefined && value !== null) expectLine(request, String(name), value);
    },
  ],
  'a cookie': [
    (client, value) => client.get('', { headers: { cookie: `a=${safe(value)}` } }),
    (request, value) => expectLine(request, 'cookie', `a=${safe(value)}`),
  ],
  'a proxy authorization': [
    (client, value) => client.get('', { headers: { 'proxy-authorization': value as string } }),
    (request, value) => {
      if (value !== undefined && value !== null) expectLine(request, 'proxy-authorization', value);
    },
  ],
  'a content type': [
    (client, value) => client.post('', { body: 'text', headers: { 'content-type': value as string } }),
    (request) => {
      expect(othersOf(request, 'content-type', 'content-length')).toEqual([]);
      expect(request.body.toString()).toBe('text');
    },
  ],
  'a host': [
    (client, value) => client.get('', { headers: { host: value as string } }),
    (request) => {
      expect(request.headers['host']).toHaveLength(1);
      expect(request.headers['host']?.[0]).toMatch(/^[\w.:[\]-]+$/);
    },
  ],
  'a method': [
    (client, method) => client.request(method as string, ''),
    (request, method) => expect(request.method.toUpperCase()).toBe(String(method).toUpperCase()),
  ],
  'a path': [
    (client, reference) => client.get(reference as string),
    (request) => expect(othersOf(request)).toEqual([]),
  ],
  'a path under a slash': [
    (client, reference) => client.get(`/x/${safe(reference)}`),
    (request) => expect(othersOf(request)).toEqual([]),
  ],
  'a query string': [
    (client, query) => client.get('x', { query: query as string }),
    (request) => expect(othersOf(request)).toEqual([]),
  ],
  'a field of the query': [
    (client, name, value) => client.get('x', { query: { [key(name)]: value as string } }),
    (request, name, value) => {
      expect(othersOf(request)).toEqual([]);
      if (typeof value !== 'string') return;
      const { searchParams } = new URL(request.target, 'http://a.test');
      expect([...searchParams]).toEqual([[key(name), value]]);
    },
  ],
  'a field of a form': [
    (client, name, value) => client.post('', { form: { [key(name)]: value as string } }),
    (request, name, value) => {
      expect(othersOf(request, 'content-type', 'content-length')).toEqual([]);
      if (typeof value !== 'string') return;
      const sent = [...new URLSearchParams(request.body.toString())];
      expect(sent).toEqual([[key(name).toWellFormed(), value.toWellFormed()]]);
    },
  ],
  'a field of a multipart form': [
    (client, name, value) => {
      const form = new FormData();
      form.append(String(safe(name)), String(safe(value)));
      return client.post('', { body: form });
    },
    (request) => expectParts(request, 1),
  ],
  'the name and type of a file': [
    (client, name, type) => {
      const form = new FormData();
      const file = new File(['content'], 'a.txt');
      // A class of the caller's own may answer anything.
      Object.defineProperties(file, { name: { value: name }, type: { value: type } });
      form.append('file', file);
      return client.post('', { body: form });
    },
    (request) => expectParts(request, 2),
  ],
  'the type of a blob': [
    (client, type) =>
      client.post('', { body: Object.defineProperty(new Blob(['x']), 'type', { value: type }) }),
    (request) => expect(othersOf(request, 'content-type', 'content-length')).toEqual([]),
  ],
};

/** A string for a template, which an object with a symbol would make throw. */
function safe(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The key of a record is a string before the client sees it. */
function key(value: unknown): string {
  return typeof value === 'string' ? value : 'x-a';
}

function expectParts(request: RawRequest, lineCount: number): void {
  expect(othersOf(request, 'content-type', 'content-length')).toEqual([]);
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type']?.[0] ?? '')?.[1] ?? '';
  const [before, part, after, ...more] = request.body.toString().split(`--${boundary}`);
  expect([before, after, more]).toEqual(['', '--\r\n', []]);
  const lines = (part ?? '').split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? [];
  expect(lines).toHaveLength(lineCount);
  expect(lines[0]).toMatch(/^Content-Disposition: form-data; name="[^"\r\n]*"(; filename="[^"\r\n]*")?$/);
  if (lineCount === 2) expect(lines[1]).toMatch(/^Content-Type: [\t\x20-\x7e]+$/);
}

/** Sends it; gives whether it went out. Anything else than exactly one request, or none and the error, fails. */
async function attempt(server: NamedServer, send: () => PromiseLike<unknown>): Promise<boolean> {
  const { connections, requests } = server;
  const before = requests.length;
  try {
    await send();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect([server.connections, requests.length]).toEqual([connections, before]);
    return false;
  }
  expect(requests).toHaveLength(before + 1);
  return true;
}

// INVARIANT: row U6: no text of the caller's becomes more than the text it is; it is one request of exactly these
// lines, or an InvalidRequestError before anything is connected.
describe.each([false, true])('no injection (TLS: %s)', (isSecure) => {
  it.each(Object.entries(fields))('by %s', async (_name, [call, check]) => {
    await using server = await namedServer(
      routing(() => undefined),
      isSecure,
    );
    const refused: [unknown, unknown][] = [];
    let sent = 0;
    const options = { servers: [server], baseUrl: server.at('a.test'), pool: { maxConnections: 1 } };
    await withNamedClient(options, (client) =>
      fc.assert(
        fc.asyncProperty(any, any, async (first, second) => {
          if (!(await attempt(server, () => call(client, first, second)))) {
            refused.push([first, second]);
            return;
          }
          sent += 1;
          check(server.requests.at(-1) as RawRequest, first, second);
        }),
        { numRuns: isSecure ? 100 : 400 },
      ),
    );
    expect(server.requests).toHaveLength(sent);
    expect(sent + refused.length).toBeGreaterThan(99);
    // Where no socket waits for them, none is opened either.
    const { connections } = server;
    await withNamedClient(options, async (client) => {
      for (const [first, second] of refused.slice(0, 50)) {
        await Promise.resolve(call(client, first, second)).catch(() => {});
        if (server.connections > connections) break;
      }
    });
    expect(server.connections).toBe(connections);
  });
});
