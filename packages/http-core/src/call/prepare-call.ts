import { prepareBody } from '../body/prepare-body.ts';
import type { Schemas } from '../decode/schemas.ts';
import { causeSuffix } from '../errors/describe-cause.ts';
import { InvalidRequestError, isClientError } from '../errors/index.ts';
import { askForCodings } from '../headers/ask-for-codings.ts';
import { applyFraming } from '../headers/framing.ts';
import { mergeHeaders, RequestHeaders } from '../headers/headers.ts';
import { readMethod } from '../method.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import { mergeSettings } from '../options/call-settings.ts';
import { refuseRequest, refusal } from '../options/check.ts';
import type { CallOptionReader } from '../options/read-call-options.ts';
import type { ClientConfiguration } from '../options/resolve-client.ts';
import { HttpRequest } from '../request.ts';
import { resolveUrl } from '../url/resolve-url.ts';
import { CallContext, type CallHost } from './call-context.ts';

/** What a client needs to make a call of a caller's words. */
export interface CallFactory {
  readonly configuration: ClientConfiguration;
  readonly host: CallHost;
  readonly reader: CallOptionReader;
  readonly schemas: Schemas;
}

/** What a verb was called with. */
export interface CallInput {
  readonly method: string;
  readonly reference: string | URL;
  readonly options: object | undefined;
  readonly isStreamed: boolean;
}

/** Checks everything and makes the call's context; throws an error of the tree before anything is sent. */
export function prepareCall(factory: CallFactory, input: CallInput): CallContext {
  try {
    return prepare(factory, input);
  } catch (cause) {
    if (isClientError(cause)) throw cause;
    // A getter, a proxy, a toJSON or a plugin's check of the caller's own.
    throw new InvalidRequestError(`The call could not be read${causeSuffix(cause)}`, { cause });
  }
}

function prepare(factory: CallFactory, input: CallInput): CallContext {
  const { configuration, host, reader, schemas } = factory;
  const { options, hasSettings } = reader.read(input.options);
  checkSignal(options.signal);
  if (options.schema !== undefined) {
    if (input.isStreamed) {
      throw new InvalidRequestError('schema cannot go with stream(), which does not read the body');
    }
    schemas.require(options.schema);
  }
  if (options.errors !== undefined) checkErrors(options.errors, schemas);
  const settings = hasSettings
    ? mergeSettings(refuseRequest, configuration.settings, options)
    : configuration.settings;
  const method = readMethod(input.method);
  const request = makeRequest(configuration, method, input.reference, options, settings.decompress);
  return new CallContext(host, request, options, settings, input.isStreamed);
}

function makeRequest(
  configuration: ClientConfiguration,
  method: string,
  reference: string | URL,
  options: CoreCallOptions,
  decompress: boolean,
): HttpRequest {
  const { base, absoluteUrls, query } = configuration;
  const { href, isForeign, authorization } = resolveUrl(base, reference, absoluteUrls, query, options.query);
  // Where the client's own headers must not go, neither do its credentials.
  const headers = isForeign
    ? RequestHeaders.from(options.headers)
    : mergeHeaders(decompress ? configuration.encodedHeaders : configuration.headers, options.headers);
  if (authorization !== undefined && !headers.has('authorization')) {
    headers.set('authorization', authorization);
  }
  // The client's own ask already.
  if (decompress && (isForeign || options.headers !== undefined)) askForCodings(headers);
  const body = prepareBody(options);
  try {
    const { contentLength } = applyFraming(method, headers, body);
    return new HttpRequest(method, href, headers, body, contentLength);
  } catch (error) {
    body?.destroy(error);
    throw error;
  }
}

function checkSignal(signal: unknown): void {
  if (signal === undefined || signal === null) return;
  const { aborted, addEventListener, removeEventListener } = signal as Partial<AbortSignal>;
  const listens = typeof addEventListener === 'function' && typeof removeEventListener === 'function';
  if (typeof aborted === 'boolean' && listens) return;
  throw refusal(refuseRequest, 'signal', signal, 'an AbortSignal');
}

function checkErrors(errors: unknown, schemas: Schemas): void {
  const allowed = 'an object with statuses from 400 to 599 as keys and schemas as values';
  if (typeof errors !== 'object' || errors === null) throw refusal(refuseRequest, 'errors', errors, allowed);
  for (const [status, schema] of Object.entries(errors)) {
    if (!/^[45]\d\d$/.test(status)) {
      throw new InvalidRequestError(`Option 'errors' must be ${allowed}, but has another key`);
    }
    schemas.require(schema);
  }
}
