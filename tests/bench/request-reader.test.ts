import { describe, expect, it } from 'vitest';

import { RequestReader } from '../../bench/origin/request-reader.ts';

const get = 'GET /users/1 HTTP/1.1\r\nhost: a\r\n\r\n';
const post = 'POST /users/new HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello';

function targets(...chunks: readonly string[]): readonly string[] {
  const seen: string[] = [];
  const reader = new RequestReader((target) => seen.push(target));
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return seen;
}

describe('the origin reads requests', () => {
  it('by the end of their head, or of their body', () => {
    expect(targets(get)).toEqual(['/users/1']);
    expect(targets(post)).toEqual(['/users/new']);
    expect(targets(post.slice(0, -1))).toEqual([]);
  });

  it('that come together', () => {
    expect(targets(get + post + get)).toEqual(['/users/1', '/users/new', '/users/1']);
  });

  it('that come in pieces, wherever they are cut', () => {
    const both = post + get;
    for (let at = 1; at < both.length; at++) {
      expect(targets(both.slice(0, at), both.slice(at))).toEqual(['/users/new', '/users/1']);
    }
  });
});
