import { expect, test } from 'vitest';

import { BytesBody } from '../../src/body/bytes-body.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';

test('opens the same bytes every time and checks their number', () => {
  const bytes = new Uint8Array([1, 2]);
  const body = new BytesBody(bytes, 'a/b');
  expect(body).toMatchObject({ isReplayable: true, contentLength: 2, contentType: 'a/b' });
  expect(body.open()).toBe(bytes);
  expect(body.open(2)).toBe(bytes);
  expect(() => body.open(3)).toThrow(InvalidRequestError);
  body.destroy();
  expect(body.open()).toBe(bytes);
});
