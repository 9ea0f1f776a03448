import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { RequestHeaders } from '../../src/headers/headers.ts';

const hostile = fc.constantFrom(
  '\r\nx: y',
  'a\rb',
  'a\nb',
  '\0',
  '\u010a',
  '\u560d',
  '\u2028',
  ' a ',
  '\x85',
  '__proto__',
  'constructor',
);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 }), hostile);

test('any name and value make exactly one header line, or are refused', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.constantFrom('x-a', 'Cookie')), text, (name, value) => {
      const headers = new RequestHeaders();
      try {
        headers.set(name, value);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
        expect((error as Error).message).toMatch(/^[\x20-\x7e]*$/);
        return;
      }
      const lines = Object.entries(headers.toRecord()).map(([key, sent]) => `${key}: ${String(sent)}`);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(
        /^[!#-'*+\-.^_`|~0-9a-z]+: (?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/,
      );
      expect(headers.get(name)).toBe(value.replace(/^[ \t]+|[ \t]+$/g, ''));
    }),
    { numRuns: 2000 },
  );
});

test('any value that is not a string or number is refused', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const isAllowed =
        typeof value === 'string' ||
        typeof value === 'number' ||
        Array.isArray(value) ||
        value === null ||
        value === undefined;
      fc.pre(!isAllowed);
      expect(() => RequestHeaders.from({ 'x-name': value as never })).toThrow(/^headers\.x-name must be /);
    }),
  );
});

test('what is accepted arrives at a server as the same lines', async () => {
  const server = createServer((incoming, response) => {
    const own = incoming.rawHeaders.filter((_, index, all) => all[index - (index % 2)]?.startsWith('x-p'));
    response.end(JSON.stringify(own));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const latin = fc.string({ unit: fc.nat(0xff).map((code) => String.fromCharCode(code)), maxLength: 12 });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(latin, { maxLength: 5 }), async (values) => {
        const headers = new RequestHeaders();
        const expected: string[] = [];
        for (const [index, value] of values.entries()) {
          try {
            headers.set(`x-p${index}`, value);
            expected.push(`x-p${index}`, headers.get(`x-p${index}`) ?? '');
          } catch {
            // Refused: it must not arrive.
          }
        }
        const body = await new Promise<string>((resolve, reject) => {
          const outgoing = request(
            {
              port,
              host: '127.0.0.1',
              headers: { ...headers.toRecord() } as Record<string, string>,
              agent: false,
            },
            (response) => {
              let received = '';
              response.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
              response.on('end', () => resolve(received));
            },
          );
          outgoing.on('error', reject).end();
        });
        expect(JSON.parse(body)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  } finally {
    server.close();
  }
});

test('behaves like a map of lists under any operations on a clone and its original', () => {
  const operation = fc.tuple(
    fc.constantFrom('set', 'append', 'delete', 'clone', 'record'),
    fc.constantFrom('a', 'B', 'b'),
    fc.constantFrom('1', '2'),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
      let headers = new RequestHeaders();
      const model = new Map<string, string[]>();
      const kept: [RequestHeaders, string][] = [];
      for (const [kind, name, value] of operations) {
        const key = name.toLowerCase();
        if (kind === 'set') {
          headers.set(name, value);
          model.set(key, [value]);
        }
        if (kind === 'append') {
          headers.append(name, value);
          model.set(key, [...(model.get(key) ?? []), value]);
        }
        if (kind === 'delete') {
          headers.delete(name);
          model.delete(key);
        }
        if (kind === 'record') headers.toRecord();
        if (kind === 'clone') {
          kept.push([headers, JSON.stringify([...headers])]);
          headers = headers.clone();
        }
        for (const known of ['a', 'b']) expect(headers.getAll(known)).toEqual(model.get(known) ?? []);
      }
      for (const [original, snapshot] of kept) expect(JSON.stringify([...original])).toBe(snapshot);
    }),
  );
});
