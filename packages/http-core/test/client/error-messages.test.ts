import { describe, expect, it } from 'vitest';

import * as errors from '../../src/errors/index.ts';
import { attempt, fakeResponse } from '../support/error-samples.ts';

const attempts = [attempt(1), attempt(2), attempt(3)];

describe('messages that people search for', () => {
  it.each([
    [
      new errors.NetworkError('refused', 'Cannot connect to host api.example.com:443'),
      'Cannot connect to host api.example.com:443',
    ],
    [new errors.TimeoutError('headers', 30_000), 'Request timed out after 30.0s (phase: headers)'],
    [new errors.TimeoutError('total', 250), 'Request timed out after 0.25s (phase: total)'],
    [new errors.CircuitOpenError({ key: 'https://h' }), 'Circuit breaker is open for https://h'],
    [new errors.RetryExhaustedError({ attempts }), 'All 3 retry attempts exhausted'],
    [new errors.RetryBudgetExhaustedError({ attempts }), 'Retry budget exhausted after 3 attempts'],
    [new errors.InterceptorError('request', { cause: new Error('why') }), 'Request interceptor failed: why'],
    [new errors.InterceptorError('response'), 'Response interceptor failed'],
    [new errors.InterceptorError('error'), 'Error interceptor failed'],
    [new errors.InterceptorError('middleware'), 'Middleware failed'],
    [new errors.ClientNotOpenError('users'), 'has not been opened'],
    [new errors.ClientClosedError('users'), "'users' has been closed"],
    [new errors.BulkheadFullError({ maxConcurrent: 10, acquireTimeout: 1500 }), 'Bulkhead is full: 10 calls'],
    [new errors.TooManyRedirectsError(10), 'More than 10 redirects'],
    [new errors.ResponseTooLargeError('declared', 64), 'larger than 64 bytes (maxResponseBytes, declared)'],
    [
      errors.statusErrorFor(fakeResponse(407, { url: 'https://h/' })),
      'HTTP 407: Proxy Authentication Required (GET https://h/)',
    ],
  ])('%s', (error, expected) => {
    expect(error.message).toContain(expected);
  });

  it('a full pool is told by the phase, or by the hint of a deadline', () => {
    const pool = new errors.TimeoutError('pool', 100).message;
    expect(pool).toContain('connection pool exhausted');
    expect(pool).toContain('maxConnections');
    const hint = 'connection pool exhausted: all 5 connections (maxConnections: 5) are in use';
    expect(new errors.TimeoutError('total', 100, { hint }).message).toContain(hint);
  });
});

describe('fields', () => {
  it('a proxy that answered 4xx is not tried again, any other proxy failure is', () => {
    expect(new errors.ProxyError('x', { proxyStatus: 407 }).retryable).toBe(false);
    expect(new errors.ProxyError('x', { proxyStatus: 502 }).retryable).toBe(true);
    expect(new errors.ProxyError('x')).toMatchObject({
      reason: 'proxy',
      retryable: true,
      proxyStatus: undefined,
    });
  });

  it('an exhausted retry has the last response and the last error as its cause', () => {
    const lastError = new errors.NetworkError('reset', 'x');
    const lastResponse = fakeResponse(503);
    for (const error of [
      new errors.RetryExhaustedError({ attempts, lastError, lastResponse }),
      new errors.RetryBudgetExhaustedError({ attempts, lastError, lastResponse }),
    ]) {
      expect([error.cause, error.lastError, error.lastResponse]).toEqual([
        lastError,
        lastError,
        lastResponse,
      ]);
      expect([error.response, error.attempts]).toEqual([lastResponse, attempts]);
    }
  });

  it('a decode error keeps schema, issues and what the decoder threw, which is also its cause', () => {
    const original = new SyntaxError('x');
    const issues = [{ path: ['a', 0], message: 'expected string', expected: 'string' }];
    const schema = {};
    const response = fakeResponse(200);
    const error = new errors.DecodeError('x', { schema, original, issues, response });
    expect([error.original, error.cause, error.issues]).toEqual([original, original, issues]);
    expect([error.schema, error.response]).toEqual([schema, response]);
  });

  it('a location is kept redacted', () => {
    const error = new errors.RedirectError('location', 'x', { location: 'https://a:b@h/?code=1' });
    expect(error.location).toBe('https://***@h/?code=***');
  });
});
