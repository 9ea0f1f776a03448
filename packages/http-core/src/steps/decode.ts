import type { CallContext } from '../call/call-context.ts';
import type { Schemas } from '../decode/schemas.ts';
import { DecodeError, StatusError } from '../errors/index.ts';
import type { CoreCallOptions } from '../options/call-options.ts';
import type { HttpResponse } from '../response.ts';
import type { Settling } from '../segment.ts';

/** Puts the decoded value on the response, or on the status error whose body has a schema; nothing without a schema. */
export function decodeStep(schemas: Schemas): Settling<{ readonly call: CallContext }> {
  return {
    fulfilled({ call }, response) {
      const { schema } = call.options as CoreCallOptions;
      return schema === undefined ? response : decodeInto(schemas, schema, response);
    },
    rejected({ call }, error) {
      const { errors } = call.options as CoreCallOptions;
      if (errors === undefined) throw error;
      return decodeError(schemas, errors, call, error);
    },
  };
}

/** At once where the body is there and the decoder takes no time: most calls. */
function decodeInto(
  schemas: Schemas,
  schema: unknown,
  response: HttpResponse,
): HttpResponse | Promise<HttpResponse> {
  if (!response.ok) {
    throw refusal(
      `Status ${response.status} did not raise, but only 2xx bodies are decoded`,
      schema,
      response,
    );
  }
  const bytes = response.peek();
  if (bytes === undefined) {
    return response.bytes().then((read) => decodeBytes(schemas, schema, read, response));
  }
  return decodeBytes(schemas, schema, bytes, response);
}

function decodeBytes(
  schemas: Schemas,
  schema: unknown,
  bytes: Uint8Array,
  response: HttpResponse,
): HttpResponse | Promise<HttpResponse> {
  if (bytes.byteLength === 0) {
    throw refusal(
      `The body is empty (status ${response.status}), where a schema was given`,
      schema,
      response,
    );
  }
  const decoded = schemas.decodeNow(schema, bytes, response);
  if (decoded instanceof Promise) {
    return decoded.then((data: unknown) => {
      response.data = data;
      return response;
    });
  }
  response.data = decoded;
  return response;
}

function refusal(message: string, schema: unknown, response: HttpResponse): DecodeError {
  return new DecodeError(message, { response, request: response.request, schema, original: undefined });
}

/** The typed body of a status error; one that does not fit leaves the error as it is and a note in the ledger. */
async function decodeError(
  schemas: Schemas,
  errors: NonNullable<CoreCallOptions['errors']>,
  context: CallContext,
  error: unknown,
): Promise<never> {
  const isTyped = error instanceof StatusError && Object.hasOwn(errors, error.status);
  if (!isTyped) throw error;
  const { response, status } = error;
  try {
    error.data = await schemas.decode(errors[status], await response.bytes(), response);
  } catch (reason) {
    const message = reason instanceof Error ? reason.message : String(reason);
    context.attempts.at(-1)?.notes.push(`the body of the error did not fit its schema: ${message}`);
  }
  throw error;
}
