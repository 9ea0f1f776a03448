import type { Decoder } from '../decoder.ts';
import { causeSuffix } from '../errors/describe-cause.ts';
import { InvalidRequestError, isClientError, MissingDecoderError } from '../errors/index.ts';
import type { HttpResponse } from '../response.ts';
import { toDecodeError } from './to-decode-error.ts';

type Decode = (body: Uint8Array, response: HttpResponse) => unknown;

/** The client's decoders: which of them takes a schema, compiled once per schema and kept as long as the schema lives. */
export class Schemas {
  readonly #decoders: readonly Decoder[];
  readonly #compiled = new WeakMap<object, Decode>();

  constructor(decoders: readonly Decoder[]) {
    this.#decoders = decoders;
  }

  get names(): readonly string[] {
    return this.#decoders.map((decoder) => decoder.name);
  }

  /** Throws `MissingDecoderError` when no decoder claims the schema, `InvalidRequestError` when it cannot be compiled. */
  require(schema: unknown): void {
    this.#decodeFor(schema);
  }

  /** The typed value; `DecodeError` with what the decoder threw as `original`. */
  async decode(schema: unknown, bytes: Uint8Array, response: HttpResponse): Promise<unknown> {
    return this.decodeNow(schema, bytes, response);
  }

  /** The same at once, and a promise only of a decoder that takes its time. */
  decodeNow(schema: unknown, bytes: Uint8Array, response: HttpResponse): unknown {
    const decode = this.#decodeFor(schema);
    try {
      const decoded = decode(bytes, response);
      return isThenable(decoded) ? settled(decoded, schema, response) : decoded;
    } catch (thrown) {
      throw failureOf(thrown, schema, response);
    }
  }

  #decodeFor(schema: unknown): Decode {
    const isKey = (typeof schema === 'object' && schema !== null) || typeof schema === 'function';
    let decode = isKey ? this.#compiled.get(schema) : undefined;
    if (decode === undefined) {
      const decoder = this.#decoders.find((candidate) => claims(candidate, schema));
      if (decoder === undefined) throw this.#missing();
      decode = compile(decoder, schema);
      if (isKey) this.#compiled.set(schema, decode);
    }
    return decode;
  }

  #missing(): MissingDecoderError {
    const have =
      this.#decoders.length === 0 ? 'none is registered' : `registered are ${this.names.join(', ')}`;
    return new MissingDecoderError(
      `No decoder of this client takes the schema: ${have}. Add a decoder plugin such as typebox(), zod() or standardSchema()`,
    );
  }
}

async function settled(decoded: unknown, schema: unknown, response: HttpResponse): Promise<unknown> {
  try {
    return await decoded;
  } catch (thrown) {
    throw failureOf(thrown, schema, response);
  }
}

function failureOf(thrown: unknown, schema: unknown, response: HttpResponse): unknown {
  return isClientError(thrown) ? thrown : toDecodeError(thrown, response, schema);
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

/** A decoder that fails to tell, on a schema behind a proxy say, leaves it to the next. */
function claims(decoder: Decoder, schema: unknown): boolean {
  try {
    return decoder.claims(schema);
  } catch {
    return false;
  }
}

function compile(decoder: Decoder, schema: unknown): Decode {
  try {
    return decoder.compile(schema);
  } catch (cause) {
    const message = `Option 'schema' cannot be compiled by decoder '${decoder.name}'${causeSuffix(cause)}`;
    throw new InvalidRequestError(message, { cause });
  }
}
