import { DecodeError } from '../errors/decode-error.ts';
import type { HttpResponse } from '../response.ts';
import { isDecodeFailure } from './decode-failure.ts';
import { issuesOf, issuesSuffix } from './decode-issues.ts';

/** The `DecodeError` for whatever a decoder threw; only a `DecodeFailure` has a say in its message. */
export function toDecodeError(thrown: unknown, response: HttpResponse, schema: unknown): DecodeError {
  const { request } = response;
  if (!isDecodeFailure(thrown)) {
    return new DecodeError(messageFor(thrown), { response, request, schema, original: thrown });
  }
  const issues = issuesOf(thrown);
  const message = `${thrown.message}${issuesSuffix(issues, thrown.issues.length)}`;
  return new DecodeError(message, { response, request, schema, original: thrown.original, issues });
}

function messageFor(thrown: unknown): string {
  const isOverflow = thrown instanceof RangeError && thrown.message.includes('call stack');
  return `The body cannot be decoded${isOverflow ? ': it is nested too deeply' : ''}`;
}
