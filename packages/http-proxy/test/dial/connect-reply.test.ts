import { describe, expect, it } from 'vitest';

import { type ConnectAnswer, ConnectReply } from '../../src/dial/connect-reply.ts';

/** The answer to these bytes in pieces of that size; what has come by then counts as extra. */
function read(text: string, size: number): ConnectAnswer | undefined {
  const reply = new ConnectReply();
  for (let start = 0; start < text.length; start += size) {
    const answer = reply.read(Buffer.from(text.slice(start, start + size), 'latin1'));
    if (answer !== undefined) return answer;
  }
  return undefined;
}

describe.each([1, 2, 3, 7, 1_000_000])('in pieces of %i bytes', (size) => {
  it.each([
    ['HTTP/1.1 200 Connection established\r\n\r\n', 200],
    ['HTTP/1.0 200 OK\r\nVia: x\r\n\r\n', 200],
    ['HTTP/1.1 200 \r\nx-a:\r\nx-b: \t \r\n\r\n', 200],
    ['HTTP/1.1 200\r\n\r\n', 200],
    ['HTTP/1.1 407 \xe9\r\nProxy-Authenticate: Basic\r\n\r\n', 407],
    ['HTTP/1.1 103 Hints\r\nlink: <x>\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 204 No\r\n\r\n', 204],
  ])('%j is %i', (text, status) => {
    expect(read(text, size)).toEqual({ status, extraBytes: 0 });
  });

  it.each([
    'x',
    'HTTP/1.1x200',
    'HTTP/1.2 200 OK\r\n\r\n',
    'HTTP/1.1 20 OK\r\n\r\n',
    'HTTP/1.1 600 OK\r\n\r\n',
    'HTTP/1.1  200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\n\r\n',
    'HTTP/1.1 200 OK\r\na: b\n\r\n\r\n',
    '\r\nHTTP/1.1 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\n: b\r\n\r\n',
    'HTTP/1.1 200 OK\r\na : b\r\n\r\n',
    'HTTP/1.1 200 OK\r\na: \0\r\n\r\n',
    'HTTP/1.1 200 O\rK\r\n\r\n',
    'HTTP/1.1 100 Go\r\n\r\nSSH-2.0',
    `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(3_000)}\r\n`,
    `HTTP/1.1 200 OK\r\na: ${'b'.repeat(20_000)}`,
  ])('%.40j is a problem', (text) => {
    const answer = read(`${text}\r\n\r\n`, size);
    expect(answer).toHaveProperty('problem');
  });
});

it('counts what came with the head', () => {
  expect(read('HTTP/1.1 200 OK\r\n\r\nhello', 1_000)).toEqual({ status: 200, extraBytes: 5 });
});

it('waits for the rest', () => {
  for (const text of ['H', 'HTTP/1.1 2', 'HTTP/1.1 200 OK\r\n\r', 'HTTP/1.1 100 Go\r\n\r\n']) {
    expect(read(text, 1)).toBeUndefined();
  }
});

// INVARIANT: a large body that comes along with the head is no large head.
it('measures the head alone', () => {
  expect(read(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(60_000)}`, 100_000)).toEqual({
    status: 200,
    extraBytes: 60_000,
  });
});
