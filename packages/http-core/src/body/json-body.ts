import { describeValue } from '../describe-value.ts';
import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { BytesBody } from './bytes-body.ts';

/** A value as JSON, serialised once. Throws `InvalidRequestError` naming `json` where it has no JSON form. */
export function jsonBody(value: unknown): BytesBody {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new InvalidRequestError(
      `json is ${describeValue(value)} that has no JSON form (a cycle, a bigint, or a toJSON that throws)`,
      { cause },
    );
  }
  if (text === undefined) {
    throw new InvalidRequestError(`json must be a value with a JSON form, not ${describeValue(value)}`);
  }
  return BytesBody.fromText(text, 'application/json');
}
