import type { CannedAnswer } from '../canned-transport.ts';

/** What a decoder is held to: schemas that it takes and bodies for them. */
export interface DecoderLimits {
  /** A new schema object at each call. */
  schema(): unknown;
  /** A body that fits, and what it decodes to. */
  readonly fits: { readonly body: string; readonly value: unknown };
  /** A body that does not fit, where its fault is, and a value in it that no error may show. */
  readonly misfit: {
    readonly body: string;
    readonly path: readonly (string | number)[];
    readonly secret: string;
  };
  /** The media type of both; JSON unless given. */
  readonly contentType?: string;
  /** Schemas that are for other decoders. */
  readonly foreign?: readonly unknown[];
  /** Given by decoders of JSON: schemas of the same library for any value, and for arrays of arrays without end. */
  readonly json?: { any(): unknown; nested(): unknown };
}

/** Sends one call through a client with the decoder under test; the server gives `answer`. */
export type Ask = (schema: unknown, answer: CannedAnswer) => Promise<unknown>;
