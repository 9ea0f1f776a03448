import type { HttpResponse } from '../response.ts';
import { ClientError, type ClientErrorDetails } from './client-error.ts';
import type { Issue } from './issue.ts';

/** What a `DecodeError` is told beside its message. */
export interface DecodeErrorDetails extends ClientErrorDetails {
  readonly schema: unknown;
  readonly original: unknown;
  readonly issues?: readonly Issue[] | undefined;
}

const noIssues: readonly Issue[] = /* @__PURE__ */ Object.freeze([]);

/**
 * The response came, its body does not fit the schema or is not JSON; the same for every decoder. Nothing of the body is
 * in its message, its issues or its printed form.
 */
export class DecodeError extends ClientError {
  static override readonly kind: string = 'DecodeError';
  override readonly code = 'ERR_HTTP_DECODE';
  declare readonly status?: undefined;
  readonly #schema: unknown;
  readonly #original: unknown;
  readonly #issues: readonly Issue[];

  constructor(message: string, details: DecodeErrorDetails) {
    super(message, { ...details, cause: details.cause ?? details.original });
    this.#schema = details.schema;
    this.#original = details.original;
    this.#issues = details.issues ?? noIssues;
  }

  /** The response whose body was decoded; set by the time the error leaves the client. */
  override get response(): HttpResponse {
    return super.response as HttpResponse;
  }
  override set response(response: HttpResponse) {
    super.response = response;
  }

  /** The schema of the call; `undefined` when the body was not JSON. */
  get schema(): unknown {
    return this.#schema;
  }

  /** What the decoder threw; the same as `cause`. May hold values of the body. */
  get original(): unknown {
    return this.#original;
  }

  /** What did not fit, where the decoder tells; values of the body are masked in the messages. */
  get issues(): readonly Issue[] {
    return this.#issues;
  }
}
