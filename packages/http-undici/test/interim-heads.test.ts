import { describe, expect, it } from 'vitest';

import { InterimHeads } from '../src/interim-heads.ts';

/** What undici gets to see of bytes that come in pieces of that size. */
function seen(text: string, size: number, heads = new InterimHeads()): string {
  const bytes = Buffer.from(text, 'latin1');
  heads.begin();
  for (let start = 0; start < bytes.length; start += size) heads.see(bytes.subarray(start, start + size));
  return bytes.toString('latin1');
}

const final = 'HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n';

describe.each([1, 2, 7, 11, 12, 13, 1_000])('in pieces of %i bytes', (size) => {
  it('an unasked 100 passes for another interim response', () => {
    const hundred = 'HTTP/1.1 100 Continue\r\nx: 1\r\n\r\n';
    expect(seen(hundred + final, size)).toBe(`HTTP/1.1 102 Continue\r\nx: 1\r\n\r\n${final}`);
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n';
    expect(seen(hints + hundred + hundred + final, size)).toBe(
      `${hints}${(hundred + hundred).replaceAll('100', '102')}${final}`,
    );
  });

  it('everything else stays as it is, the body above all', () => {
    for (const text of [
      final,
      'HTTP/1.1 101 Switching\r\n\r\n',
      'HTTP/1.0 404 No\r\n\r\n',
      'garbage 100',
      '',
    ]) {
      expect(seen(text, size)).toBe(text);
    }
  });

  it('tells the version of the response', () => {
    const heads = new InterimHeads();
    seen('HTTP/1.0 200 OK\r\n\r\n', size, heads);
    expect(heads.httpVersion).toBe('1.0');
    seen(final, size, heads);
    expect(heads.httpVersion).toBe('1.1');
  });
});

it('looks at nothing before a response is expected', () => {
  const heads = new InterimHeads();
  const bytes = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');
  heads.see(bytes);
  expect(bytes.toString()).toContain(' 100 ');
});
