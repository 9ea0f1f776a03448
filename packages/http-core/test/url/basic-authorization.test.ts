import { describe, expect, test } from 'vitest';

import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { takeBasicAuthorization } from '../../src/url/basic-authorization.ts';

const decoded = (value: string | undefined): string =>
  new TextDecoder().decode(
    Uint8Array.from(atob((value ?? '').replace('Basic ', '')), (char) => char.charCodeAt(0)),
  );

describe('takeBasicAuthorization', () => {
  test('nothing without userinfo', () => {
    expect(takeBasicAuthorization(new URL('http://a/'))).toBeUndefined();
  });

  test.each([
    ['http://Aladdin:open%20sesame@a/', 'Aladdin:open sesame'],
    ['http://u@a/', 'u:'],
    ['http://:p@a/', ':p'],
    ['http://u:p:q%40@a/', 'u:p:q@'],
    ['http://t%C3%A9st:%E2%82%AC@a/', 'tést:€'],
    ['http://50%:p%zz@a/', '50%:p%zz'],
  ])('%s', (text, userinfo) => {
    const url = new URL(text);
    expect(decoded(takeBasicAuthorization(url))).toBe(userinfo);
    expect(url.href).toBe('http://a/');
  });

  test('the example of RFC 7617', () => {
    expect(takeBasicAuthorization(new URL('http://Aladdin:open%20sesame@a/'))).toBe(
      'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    );
  });

  test.each(['http://a%3Ab:c@h/', 'http://a:b%0Ac@h/', 'http://a%00@h/', 'http://a:%7f@h/'])(
    'refuses %s',
    (text) => {
      expect(() => takeBasicAuthorization(new URL(text))).toThrow(InvalidRequestError);
    },
  );
});
