import type { HttpResponse } from '@x/http-core';
import { describe, expect, it } from 'vitest';

import { localResponse } from '../../../http-core/src/response/local-response.ts';
import { cpuTime } from '../../../http-core/test/support/cpu-time.ts';
import { retryAfterOf } from '../../src/retry/retry-after.ts';

const now = Date.UTC(2030, 0, 1);

function asked(headers: Readonly<Record<string, string>>): number | undefined {
  const request = { method: 'GET', url: 'http://a.test/', headers: {} } as unknown as HttpResponse['request'];
  return retryAfterOf(localResponse(request, [], { status: 503, headers }), now);
}

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['100000000000', 1e14],
    ['Tue, 01 Jan 2030 00:00:05 GMT', 5_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59) - now],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
  ])('%j asks for %d ms', (value, expected) => {
    expect(asked({ 'retry-after': value })).toBe(expected);
  });

  it.each([
    '-1',
    '1e11',
    '1e3',
    '0x10',
    '1.5',
    'Infinity',
    'NaN',
    '',
    'soon',
    '1, 2',
    '2030-01-01T00:00:05Z',
    'Tue, 01 Jan 2030 00:00:05 +0000',
    'Tuesday, 01-Jan-30 00:00:05 GMT',
    'Tue, 01 Foo 2030 00:00:05 GMT',
  ])('%j asks for nothing', (value) => {
    expect(asked({ 'retry-after': value })).toBeUndefined();
  });

  it('gives way to retry-after-ms', () => {
    expect(asked({ 'retry-after-ms': '250', 'retry-after': '9' })).toBe(250);
    expect(asked({ 'retry-after-ms': 'x', 'retry-after': '9' })).toBe(9_000);
    expect(asked({})).toBeUndefined();
  });

  it('reads a header of 64 KiB at once', () => {
    const begun = cpuTime();
    for (const part of ['1', ' ', ',', 'Tue, ']) asked({ 'retry-after': part.repeat(65_536 / part.length) });
    expect(cpuTime() - begun).toBeLessThan(50);
  });
});
