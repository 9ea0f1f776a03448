import { afterEach, expect, it } from 'vitest';

import { UndiciHead } from '../src/undici-head.ts';

const parts = ['Content-Length', '5', 'Set-Cookie', 'a=1', 'set-cookie', 'b=2'].map((part) =>
  Buffer.from(part),
);
const parsed = { 'content-length': '5', 'set-cookie': ['a=1', 'b=2'] };

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, 'keep-alive');
});

it('gives headers as they were spelt, and one at a time without that', () => {
  const head = new UndiciHead(parsed, parts);
  expect(head.header('content-length')).toBe('5');
  expect(head.header('set-cookie')).toEqual(['a=1', 'b=2']);
  expect(head.header('etag')).toBeUndefined();
  expect(head.rawHeaders).toEqual(['Content-Length', '5', 'Set-Cookie', 'a=1', 'set-cookie', 'b=2']);
  expect(head.rawHeaders).toBe(head.rawHeaders);
});

it('tells the length and how long the peer keeps the connection', () => {
  expect(new UndiciHead(parsed, parts).read()).toEqual({ contentLength: 5, keepAliveTimeout: undefined });
  const kept = ['Keep-Alive', 'timeout=5'].map((part) => Buffer.from(part));
  expect(new UndiciHead({ 'keep-alive': 'timeout=5' }, kept).read().keepAliveTimeout).toBe(5_000);
});

it('takes nothing from a polluted prototype', () => {
  Object.assign(Object.prototype, { 'keep-alive': 'timeout=1' });
  expect(new UndiciHead({}, []).header('keep-alive')).toBeUndefined();
  expect(new UndiciHead({}, []).read().keepAliveTimeout).toBeUndefined();
});
