import { inspect } from 'node:util';

import { expect, it } from 'vitest';

import { DecodeFailure } from '../../src/decode/decode-failure.ts';
import { toDecodeError } from '../../src/decode/to-decode-error.ts';
import { localResponse } from '../../src/response/local-response.ts';

const request = { method: 'GET', url: 'https://api.example.com/', headers: {} } as never;
const response = localResponse(request, [], { status: 200 });
const schema = {};

it('carries response, request, schema and original, which is its cause', () => {
  const original = new Error('of the library');
  const error = toDecodeError(new DecodeFailure({ original }), response, schema);
  expect(error).toMatchObject({ code: 'ERR_HTTP_DECODE' });
  expect(error.name).toBe('DecodeError');
  expect(error.response).toBe(response);
  expect(error.request).toBe(request);
  expect(error.schema).toBe(schema);
  expect(error.original).toBe(original);
  expect(error.cause).toBe(original);
});

it('tells the first issue in its message', () => {
  const issues = [{ path: ['age'], message: 'must be number, not hunter2' }];
  const error = toDecodeError(new DecodeFailure({ issues, value: { age: 'hunter2' } }), response, schema);
  expect(error.message).toBe('The body does not fit the schema: age: must be number, not ***');
  expect(error.issues).toEqual([{ path: ['age'], message: 'must be number, not ***' }]);
});

// INVARIANT: validators and parsers quote what they were given, so nothing they say is shown unless it was masked.
it.each([
  ['an error', new Error('got hunter2')],
  ['a string', 'hunter2'],
  ['an object', { message: 'hunter2', issues: [{ path: ['hunter2'], message: 'hunter2' }] }],
])('shows nothing of %s that a decoder throws', (_, thrown) => {
  const error = toDecodeError(thrown, response, schema);
  expect(error.message).toBe('The body cannot be decoded');
  expect(error.original).toBe(thrown);
  expect(error.issues).toEqual([]);
  for (const form of [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), error.stack]) {
    expect(form).not.toContain('hunter2');
  }
});

it('says of an overflow that the body is nested too deeply', () => {
  const overflow = (): number => 1 + overflow();
  try {
    overflow();
  } catch (thrown) {
    expect(toDecodeError(thrown, response, schema).message).toBe(
      'The body cannot be decoded: it is nested too deeply',
    );
  }
});
