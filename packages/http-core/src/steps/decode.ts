import type { CallContext } from '../call-context.ts';
import type { Schemas } from '../schemas.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import { DecodeError, StatusError } from '../errors/index.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';

/** Puts the decoded value on the response, or on the status error whose body has a schema; nothing without a schema. */
export function decodeStep(schemas: Schemas): (inner: Send<CallContext>) => Send<CallContext> {
  return (inner) => (context) => {
    const { schema, errors } = context.options as CoreCallOptions;
    const answer = inner(context);
    if (schema === undefined && errors === undefined) return answer;
    return answer.then(
      (response) => (schema === undefined ? response : decodeInto(schemas, schema, response)),
      (error: unknown) => decodeError(schemas, errors, context, error),
    );
  };
}

async function decodeInto(schemas: Schemas, schema: unknown, response: HttpResponse): Promise<HttpResponse> {
  const { request } = response;
  if (!response.ok) {
    const message = `Status ${response.status} did not raise, but only 2xx bodies are decoded`;
    throw new DecodeError(message, { response, request, schema, original: undefined });
  }
  const bytes = await response.bytes();
  if (bytes.byteLength === 0) {
    const message = `The body is empty (status ${response.status}), where a schema was given`;
    throw new DecodeError(message, { response, request, schema, original: undefined });
  }
  response.data = await schemas.decode(schema, bytes, response);
  return response;
}

/** The typed body of a status error; one that does not fit leaves the error as it is and a note in the ledger. */
async function decodeError(
  schemas: Schemas,
  errors: CoreCallOptions['errors'],
  context: CallContext,
  error: unknown,
): Promise<never> {
  if (!(error instanceof StatusError) || errors === undefined || !Object.hasOwn(errors, error.status)) throw error;
  const schema = errors[error.status];
  try {
    error.data = await schemas.decode(schema, await error.response.bytes(), error.response);
  } catch (reason) {
    const message = reason instanceof Error ? reason.message : String(reason);
    context.attempts.at(-1)?.notes.push(`the body of the error did not fit its schema: ${message}`);
  }
  throw error;
}
