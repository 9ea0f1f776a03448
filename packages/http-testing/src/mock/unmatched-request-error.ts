import { MockError } from './mock-error.ts';

/** No route of the mock answers this request. The message shows the request, redacted, and why the nearest routes did not match. */
export class UnmatchedRequestError extends MockError {
  static override readonly kind: string = 'UnmatchedRequestError';
}
