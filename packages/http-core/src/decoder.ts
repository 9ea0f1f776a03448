import type { HttpResponse } from './response.ts';

/** Turns the bytes of a body into a typed value, by a schema it has claimed. */
export interface Decoder {
  readonly name: string;
  /** Whether this decoder takes the schema; must not throw. */
  claims(schema: unknown): boolean;
  /** Once per schema, cached by the client. What the result throws becomes a `DecodeError`; a promise is awaited. */
  compile(schema: unknown): (body: Uint8Array, response: HttpResponse) => unknown;
}

/** Type-level function of a decoder: `accepts` is what it claims, `output` is read with `schema` set to the schema given. */
export interface DecoderTypes {
  readonly schema: unknown;
  readonly accepts: unknown;
  readonly output: unknown;
}

/** Checks a decoder's shape in the types; returns it as it is. */
export function defineDecoder<const D extends Decoder>(decoder: D): D {
  return decoder;
}
