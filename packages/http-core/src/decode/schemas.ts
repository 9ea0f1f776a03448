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
    const decode = this.#decodeFor(schema);
    try {
      return await decode(bytes, response);
    } catch (thrown) {
      throw isClientError(thrown) ? thrown : toDecodeError(thrown, response, schema);
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
