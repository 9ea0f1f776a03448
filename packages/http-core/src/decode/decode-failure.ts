import type { Issue } from '../errors/issue.ts';

/** What a decoder tells beside the message. */
export interface DecodeFailureDetails {
  /** "The body does not fit the schema" unless given. No value of the body. */
  readonly message?: string | undefined;
  readonly issues?: readonly Issue[] | undefined;
  /** The library's own error, for `DecodeError.original`. */
  readonly original?: unknown;
  /** What was checked: the client masks its values in the texts of the issues. */
  readonly value?: unknown;
}

/** What a decoder throws when it cannot decode a body; the client makes a `DecodeError` of it. */
export class DecodeFailure extends Error {
  readonly #details: DecodeFailureDetails;

  constructor(details: DecodeFailureDetails = {}) {
    super(details.message ?? 'The body does not fit the schema');
    this.#details = details;
  }

  static {
    Object.defineProperty(this.prototype, 'name', { value: 'DecodeFailure', configurable: true });
  }

  get issues(): readonly Issue[] {
    return this.#details.issues ?? [];
  }

  /** The library's own error; this one where there is none. */
  get original(): unknown {
    return this.#details.original ?? this;
  }

  get value(): unknown {
    return this.#details.value;
  }
}

/** By name, so that a decoder with a core of its own is understood too. */
export function isDecodeFailure(thrown: unknown): thrown is DecodeFailure {
  return (
    thrown instanceof Error && thrown.name === 'DecodeFailure' && 'issues' in thrown && 'original' in thrown
  );
}
