import { afterEach, describe, expect, test } from 'vitest';

import { prepareBody } from '../../src/body/prepare-body.ts';
import { InvalidRequestError } from '../../src/errors/invalid-request-error.ts';
import { readBody } from '../support/read-body.ts';

describe('prepareBody', () => {
  test('nothing without a body', () => {
    expect(prepareBody({})).toBeUndefined();
    expect(prepareBody({ body: undefined, json: undefined, form: undefined })).toBeUndefined();
    expect(prepareBody({ body: null, form: null })).toBeUndefined();
  });

  test('json, null included', async () => {
    expect(await readBody(prepareBody({ json: { a: 1 } }))).toBe('{"a":1}');
    expect(await readBody(prepareBody({ json: null }))).toBe('null');
    expect(prepareBody({ json: 0 })?.contentType).toBe('application/json');
  });

  test('form', async () => {
    const body = prepareBody({ form: { a: [1, 2] } });
    expect(body).toMatchObject({ contentType: 'application/x-www-form-urlencoded', isReplayable: true });
    expect(await readBody(body)).toBe('a=1&a=2');
  });

  test('body and a function that makes one', async () => {
    expect(await readBody(prepareBody({ body: 'x' }))).toBe('x');
    expect(await readBody(prepareBody({ body: () => 'x' }))).toBe('x');
  });

  test.each([
    [{ body: 'x', json: 1 }, 'body and json are given together'],
    [{ body: 'x', form: {} }, 'body and form are given together'],
    [{ json: null, form: {} }, 'json and form are given together'],
    [{ body: 'x', json: 1, form: {} }, 'body and json and form are given together'],
  ])('refuses %o', (options, message) => {
    expect(() => prepareBody(options)).toThrow(InvalidRequestError);
    expect(() => prepareBody(options)).toThrow(message);
  });

  test.each([
    [true],
    [1],
    [[1, 2]],
    [{ a: 1 }],
    [new Map()],
    [new Response('x')],
    [Symbol('x')],
    [1n],
    [new SharedArrayBuffer(1)],
  ])('refuses %o as a body', (body) => {
    expect(() => prepareBody({ body: body as never })).toThrow(InvalidRequestError);
    expect(() => prepareBody({ body: body as never })).toThrow(/^body must be /);
  });

  describe('with a polluted Object.prototype', () => {
    const polluted = Object.prototype as { body?: unknown; json?: unknown; form?: unknown };
    afterEach(() => {
      delete polluted.body;
      delete polluted.json;
      delete polluted.form;
    });

    test('inherited options are not read', async () => {
      polluted.body = 'evil';
      polluted.json = { evil: true };
      polluted.form = { evil: 'true' };
      expect(prepareBody({})).toBeUndefined();
      expect(await readBody(prepareBody({ json: 1 }))).toBe('1');
    });
  });
});
