import type { BodyInput } from '../body/body-input.ts';
import type { FormInput } from '../body/form-body.ts';
import type { HeadersInput } from '../headers/headers-input.ts';
import type { QueryInput } from '../url/query.ts';
import type { Progress } from './call-settings.ts';
import type { RedirectOptions } from './redirect.ts';
import type { TimeoutOptions } from './timeouts.ts';

/** The core's own options of one call; a client's plugins add theirs. */
export interface CoreCallOptions {
  /** Per name over the client's; `null` takes a name out. */
  readonly headers?: HeadersInput | undefined;
  /** Per key over the client's; `null` takes a key out. */
  readonly query?: QueryInput | undefined;
  /** A value that goes out as JSON. */
  readonly json?: unknown;
  /** Fields that go out as application/x-www-form-urlencoded. */
  readonly form?: FormInput | undefined;
  readonly body?: BodyInput | undefined;
  /** What the body is decoded by; a decoder of the client must take it. */
  readonly schema?: unknown;
  /** Schemas for the bodies of status errors: the decoded value is `error.data`. */
  readonly errors?: Readonly<Record<number, unknown>> | undefined;
  /** Milliseconds: a number is the total. */
  readonly timeout?: number | TimeoutOptions | undefined;
  /** Aborts the call, which then rejects with the signal's reason as it is. */
  readonly signal?: AbortSignal | null | undefined;
  readonly redirect?: RedirectOptions | undefined;
  /** Decoded bytes; `Infinity` for no limit. */
  readonly maxResponseBytes?: number | undefined;
  readonly throwOnStatus?: boolean | undefined;
  readonly decompress?: boolean | undefined;
  /** Told as the request's body goes out; bytes. */
  readonly onUploadProgress?: ((progress: Progress) => void) | undefined;
  /** Told as the response's body comes in; bytes after decoding the transfer. */
  readonly onDownloadProgress?: ((progress: Progress) => void) | undefined;
  /** Whatever plugins and interceptors read from `context.state`. */
  readonly state?: ReadonlyMap<symbol, unknown> | undefined;
}
