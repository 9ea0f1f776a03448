import type { DecoderTypes } from './decoder.ts';
import type { ClientErrorStatus, ServerErrorStatus } from './errors/index.ts';
import type { AnyPlugin } from './plugin.ts';

/** What one plugin declares under `~types`. */
type TypesOf<P extends AnyPlugin> = NonNullable<P['~types']>;

/** Turns a union into an intersection, by inference in a contravariant place. */
type Intersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void
  ? I
  : never;

/** The call options that a tuple of plugins adds; a part of it whose length is not known, such as `...loaded`, adds none. */
export type OptionsOf<P extends readonly AnyPlugin[]> = number extends P['length']
  ? P extends readonly [infer First extends AnyPlugin, ...infer Rest extends readonly AnyPlugin[]]
    ? TypesOf<First>['options'] & OptionsOf<Rest>
    : P extends readonly [...infer Rest extends readonly AnyPlugin[], infer Last extends AnyPlugin]
      ? OptionsOf<Rest> & TypesOf<Last>['options']
      : {}
  : P['length'] extends 0
    ? {}
    : Intersection<{ [K in keyof P]: TypesOf<P[K]>['options'] }[number]> & {};

/** The decoders' type functions of a tuple of plugins, in registration order; plugins without one leave nothing. */
export type DecodersOf<P extends readonly AnyPlugin[]> = P extends readonly [
  infer First extends AnyPlugin,
  ...infer Rest extends readonly AnyPlugin[],
]
  ? [TypesOf<First>['decodes']] extends [never]
    ? DecodersOf<Rest>
    : readonly [TypesOf<First>['decodes'], ...DecodersOf<Rest>]
  : P extends readonly [...infer Rest extends readonly AnyPlugin[], infer Last extends AnyPlugin]
    ? [TypesOf<Last>['decodes']] extends [never]
      ? DecodersOf<Rest>
      : readonly [...DecodersOf<Rest>, TypesOf<Last>['decodes']]
    : readonly [];

/** Every schema that one of the decoders takes. */
export type AcceptedSchema<D extends readonly unknown[]> = D[number] extends infer T
  ? T extends DecoderTypes
    ? T['accepts']
    : never
  : never;

/** What a schema decodes to: by the first decoder that takes it. */
export type Decoded<D extends readonly unknown[], S> = D extends readonly [infer First, ...infer Rest]
  ? [First] extends [never]
    ? Decoded<Rest, S>
    : First extends DecoderTypes
      ? S extends First['accepts']
        ? (First & { readonly schema: S })['output']
        : Decoded<Rest, S>
      : Decoded<Rest, S>
  : unknown;

/** What the option `errors` may hold: by status, any schema that one of the decoders takes. */
export type ErrorSchemas<D extends readonly unknown[]> = {
  readonly [Status in ClientErrorStatus | ServerErrorStatus]?: AcceptedSchema<D>;
};

/** What the schemas of `errors` decode to, by status. */
export type DecodedErrors<D extends readonly unknown[], E> = {
  readonly [Status in keyof E]: Decoded<D, E[Status]>;
};
