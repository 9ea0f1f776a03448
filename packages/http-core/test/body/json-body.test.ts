import { describe, expect, test } from 'vitest';

import { jsonBody } from '../../src/body/json-body.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

describe('jsonBody', () => {
  test.each([[{ a: [1, 'é', null] }], ['x'], [''], [0], [false], [null], [[]]])('%o', async (value) => {
    const body = jsonBody(value);
    expect(body).toMatchObject({ contentType: 'application/json', isReplayable: true });
    expect(JSON.parse(await readBody(body))).toEqual(value);
  });

  test('serialises once', () => {
    let calls = 0;
    const body = jsonBody({ toJSON: () => (calls += 1) });
    body.open();
    body.open();
    expect(calls).toBe(1);
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  let deep: unknown = 1;
  for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];

  test.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['a bigint inside', { a: 1n }],
    ['a cycle', cycle],
    ['something too deep', deep],
    ['a toJSON that gives nothing', { toJSON: () => undefined }],
    [
      'a toJSON that throws',
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
    ],
  ])('refuses %s', (_name, value) => {
    expect(() => jsonBody(value)).toThrow(InvalidRequestError);
    expect(() => jsonBody(value)).toThrow(/^json /);
  });

  test('__proto__ is data', async () => {
    expect(await readBody(jsonBody(JSON.parse('{"__proto__":{"a":1}}')))).toBe('{"__proto__":{"a":1}}');
  });
});
