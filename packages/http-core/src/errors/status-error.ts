import { redactUrl } from '../redact.ts';
import type { HttpResponse } from '../response.ts';
import { ClientError } from './client-error.ts';
import { clip, clipLine } from './clip.ts';
import { parseProblem, type ProblemDocument } from './problem.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** A response with a status of 400-599 came. `T` is the decoded error body, where the call gave a schema for the status. */
export class StatusError<T = unknown> extends ClientError {
  static override readonly kind: string = 'StatusError';
  override readonly code = 'ERR_HTTP_STATUS';
  /** The status of the response; a literal on the classes of one status. */
  declare readonly status: number;
  #data: T | undefined;
  #problem: ProblemDocument | null | undefined;

  constructor(response: HttpResponse) {
    super(describe(response), { response });
    this.status = response.status;
  }

  /** The response, up to 64 KiB of its body read. */
  override get response(): HttpResponse {
    return super.response as HttpResponse;
  }
  override set response(response: HttpResponse) {
    super.response = response;
  }

  /** The error body decoded with the call's `errors` schema for this status; `undefined` without one or when it did not fit. */
  get data(): T {
    return this.#data as T;
  }
  set data(data: T) {
    this.#data = data;
  }

  /** The problem document (RFC 9457) of the body, when the media type says that it is one and it can be read. */
  get problem(): ProblemDocument | undefined {
    if (this.#problem === undefined && this.response.peek() !== undefined) {
      this.#problem = parseProblem(this.response) ?? null;
    }
    return this.#problem ?? undefined;
  }
}

function describe({ status, statusText, request }: HttpResponse): string {
  const phrase = redactPhrase(statusText) || reasonPhrase(status);
  return `HTTP ${status}: ${phrase} (${request.method} ${clip(redactUrl(request.url), 500)})`;
}

/** The peer chose these words, so they are kept short and on one line. */
function redactPhrase(statusText: string): string {
  return clipLine(statusText, 100).trim();
}
