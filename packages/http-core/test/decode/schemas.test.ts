import { describe, expect, it, vi } from 'vitest';

import { Schemas } from '../../src/decode/schemas.ts';
import type { Decoder } from '../../src/decoder.ts';
import {
  ClientClosedError,
  DecodeError,
  InvalidRequestError,
  MissingDecoderError,
} from '../../src/errors/index.ts';
import { localResponse } from '../../src/response/local-response.ts';

const response = localResponse(
  { method: 'GET', url: 'https://api.example.com/', headers: {} } as never,
  [],
  {},
);
const bytes = new Uint8Array([1]);

function decoder(name: string, overrides: Partial<Decoder> = {}): Decoder {
  return { name, claims: () => true, compile: () => () => name, ...overrides };
}

describe('Schemas', () => {
  it('asks the decoders in their order and takes the first that claims', async () => {
    const never = vi.fn(() => true);
    const schemas = new Schemas([
      decoder('a', { claims: () => false }),
      decoder('b'),
      decoder('c', { claims: never }),
    ]);
    expect(await schemas.decode({}, bytes, response)).toBe('b');
    expect(never).not.toHaveBeenCalled();
    expect(schemas.names).toEqual(['a', 'b', 'c']);
  });

  it('names the decoders there are when none claims', () => {
    expect(() => new Schemas([]).require({})).toThrow(MissingDecoderError);
    expect(() => new Schemas([]).require({})).toThrow('none is registered');
    expect(() => new Schemas([decoder('a', { claims: () => false })]).require({})).toThrow(
      'registered are a',
    );
  });

  it.each([{}, () => true, class Schema {}])('compiles an object or function once', async (schema) => {
    const compile = vi.fn(() => () => 1);
    const schemas = new Schemas([decoder('a', { compile })]);
    schemas.require(schema);
    await Promise.all([schemas.decode(schema, bytes, response), schemas.decode(schema, bytes, response)]);
    expect(compile).toHaveBeenCalledTimes(1);
  });

  it('takes a schema that is no object', async () => {
    expect(await new Schemas([decoder('csv')]).decode('csv', bytes, response)).toBe('csv');
  });

  it('lets a schema go that nobody holds any more', async () => {
    const compiled: WeakRef<object>[] = [];
    const compile = (): (() => number) => {
      const decode = (): number => 1;
      compiled.push(new WeakRef(decode));
      return decode;
    };
    const schemas = new Schemas([decoder('a', { compile })]);
    for (let index = 0; index < 50; index += 1) schemas.require({});
    await vi.waitFor(() => {
      globalThis.gc?.();
      expect(compiled.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(5);
    });
    expect(schemas.names).toEqual(['a']);
  });

  it('passes a decoder over that throws when asked', async () => {
    const broken = decoder('broken', {
      claims: () => {
        throw new Error('no');
      },
    });
    expect(await new Schemas([broken, decoder('b')]).decode({}, bytes, response)).toBe('b');
  });

  it('refuses a schema that cannot be compiled', () => {
    const compile = (): never => {
      throw new SyntaxError('Invalid regular expression');
    };
    const schemas = new Schemas([decoder('a', { compile })]);
    expect(() => schemas.require({})).toThrow(InvalidRequestError);
    expect(() => schemas.require({})).toThrow(
      "Option 'schema' cannot be compiled by decoder 'a': Invalid regular expression",
    );
  });

  it('makes a DecodeError of what a decoder throws or rejects with', async () => {
    const original = new Error('no');
    const schema = {};
    for (const decode of [
      () => Promise.reject(original),
      () => {
        throw original;
      },
    ]) {
      const schemas = new Schemas([decoder('a', { compile: () => decode })]);
      const error: unknown = await schemas.decode(schema, bytes, response).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject({ original, schema, response });
    }
  });

  it('leaves an error of the tree as it is', async () => {
    const closed = new ClientClosedError('closed');
    const schemas = new Schemas([decoder('a', { compile: () => () => Promise.reject(closed) })]);
    await expect(schemas.decode({}, bytes, response)).rejects.toBe(closed);
  });
});
