import assert from 'node:assert/strict';

import { rejection } from '../rejection.ts';
import type { SuiteRunner } from '../suite-runner.ts';
import { assertDecodeError } from './assert-decode-error.ts';
import type { Ask, DecoderLimits } from './decoder-limits.ts';

/** What is asked of decoders of JSON beyond the rest: the hard inputs of RFC 8259. */
export function describeJsonDecoder(
  { it }: SuiteRunner,
  ask: Ask,
  { schema: makeSchema, fits, misfit }: DecoderLimits,
  { any, nested }: NonNullable<DecoderLimits['json']>,
): void {
  const json = (body: string | Uint8Array, contentType = 'application/json') => ({
    headers: { 'content-type': contentType },
    body,
  });

  it('parses the bytes once', async () => {
    const schema = makeSchema();
    await ask(schema, json(fits.body));
    const { parse } = JSON;
    let count = 0;
    JSON.parse = (...values) => {
      count += 1;
      return parse(...values) as unknown;
    };
    try {
      await ask(schema, json(fits.body));
    } finally {
      JSON.parse = parse;
    }
    assert.equal(count, 1);
  });

  it('takes JSON whatever its media type', async () => {
    for (const type of ['application/problem+json', 'text/plain', 'application/octet-stream']) {
      assert.deepEqual(await ask(makeSchema(), json(fits.body, type)), fits.value);
    }
    assert.deepEqual(await ask(makeSchema(), { body: fits.body }), fits.value);
  });

  it('takes a byte-order mark for no part of the text', async () => {
    assert.deepEqual(await ask(makeSchema(), json(`\uFEFF${fits.body}`)), fits.value);
  });

  it('reads the charset that is named', async () => {
    const utf16 = new Uint8Array(Buffer.from(fits.body, 'utf16le'));
    assert.deepEqual(
      await ask(makeSchema(), json(utf16, 'application/json; charset="UTF-16LE"')),
      fits.value,
    );
    const latin1 = new Uint8Array(Buffer.from('["é"]', 'latin1'));
    assert.deepEqual(await ask(any(), json(latin1, 'application/json;charset=ISO-8859-1')), ['é']);
  });

  it('refuses a charset that is unknown or not the one of the bytes', async () => {
    const schema = makeSchema();
    const unknown = json(misfit.body, 'application/json; charset=klingon');
    assertDecodeError(await rejection(ask(schema, unknown)), schema, misfit.secret);
    const loose = any();
    const notUtf8 = json(new Uint8Array([...Buffer.from('["'), 0xff, ...Buffer.from('"]')]));
    assertDecodeError(await rejection(ask(loose, notUtf8)), loose);
  });

  it('refuses truncated and trailing text, and shows none of it', async () => {
    const schema = makeSchema();
    for (const body of [
      `"${misfit.secret}`,
      `{"a":"${misfit.secret}"`,
      `${misfit.secret}`,
      `{} ${misfit.secret}`,
    ]) {
      assertDecodeError(await rejection(ask(schema, json(body))), schema, misfit.secret);
    }
  });

  it('survives a body that is nested a hundred thousand deep', async () => {
    const depth = 100_000;
    const bomb = json('['.repeat(depth) + ']'.repeat(depth));
    const schema = makeSchema();
    assertDecodeError(await rejection(ask(schema, bomb)), schema);
    const recursive = nested();
    const outcome = await ask(recursive, bomb).catch((error: unknown) => error);
    if (!Array.isArray(outcome)) assertDecodeError(outcome, recursive);
  });

  it('lets no __proto__ key through, however it is written', async () => {
    for (const key of ['__proto__', '\\u005f_proto__', '__\\u0070roto__', '__pro\\u0074\\u006F__']) {
      const body = `{"ok":true,"${key}":{"isAdmin":true},"inner":{"${key}":{"isAdmin":true}}}`;
      const value = (await ask(any(), json(body))) as {
        ok: boolean;
        isAdmin?: unknown;
        inner: { isAdmin?: unknown };
      };
      assert.equal(value.ok, true);
      for (const object of [value, value.inner, { ...value }, Object.assign({}, value), {}]) {
        assert.equal(object.isAdmin, undefined);
        assert.ok(!Object.hasOwn(object, '__proto__'), 'has a __proto__ of its own');
      }
    }
  });

  it('takes the last of equal keys', async () => {
    assert.deepEqual(await ask(any(), json('{"a":1,"a":2}')), { a: 2 });
  });
}
