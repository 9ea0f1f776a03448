import { ClientError } from '@x/http-core';

/**
 * The mock cannot answer because the test is wrong: no route, no reply left, a reply function that threw. No policy retries it, counts it
 * against the peer or gives it to a fallback of network errors; `mock.assertDone()` raises it again.
 */
export class MockError extends ClientError {
  static override readonly kind: string = 'MockError';
  override readonly code: string = 'ERR_HTTP_MOCK';
  declare readonly status?: undefined;
}
