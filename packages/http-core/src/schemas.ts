import type { Decoder } from './decoder.ts';
import { DecodeError, isClientError, type Issue, MissingDecoderError } from './errors/index.ts';
import type { HttpResponse } from './response.ts';

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

  /** Throws `MissingDecoderError` when no decoder claims the schema. */
  require(schema: unknown): void {
    this.#decodeFor(schema);
  }

  /** The typed value; `DecodeError` with what the decoder threw as `original`. */
  async decode(schema: unknown, bytes: Uint8Array, response: HttpResponse): Promise<unknown> {
    try {
      return await this.#decodeFor(schema)(bytes, response);
    } catch (original) {
      if (isClientError(original)) throw original;
      const issues = issuesOf(original);
      const first = issues?.[0];
      const where = first === undefined ? '' : `: ${first.path.join('.') || 'the body'} ${first.message}`;
      const message = `The body does not fit the schema${where}`;
      throw new DecodeError(message, {
        response,
        request: response.request,
        schema,
        original,
        ...(issues === undefined ? {} : { issues }),
      });
    }
  }

  #decodeFor(schema: unknown): Decode {
    const isKey = (typeof schema === 'object' && schema !== null) || typeof schema === 'function';
    let decode = isKey ? this.#compiled.get(schema) : undefined;
    if (decode === undefined) {
      const decoder = this.#decoders.find((candidate) => candidate.claims(schema));
      if (decoder === undefined) throw this.#missing();
      decode = decoder.compile(schema);
      if (isKey) this.#compiled.set(schema, decode);
    }
    return decode;
  }

  #missing(): MissingDecoderError {
    const have = this.#decoders.length === 0 ? 'none is registered' : `registered are ${this.names.join(', ')}`;
    return new MissingDecoderError(
      `No decoder of this client takes the schema: ${have}. Add a decoder plugin such as typebox(), zod() or standardSchema()`,
    );
  }
}

function issuesOf(original: unknown): readonly Issue[] | undefined {
  if (typeof original !== 'object' || original === null) return undefined;
  const { issues } = original as { issues?: unknown };
  return Array.isArray(issues) ? (issues as readonly Issue[]) : undefined;
}
