import type { CallContext } from '../call/call-context.ts';
import { statusErrorFor } from '../errors/index.ts';
import type { HttpResponse } from '../response.ts';
import type { Settling } from '../segment.ts';

/** Bytes of an error response's body that are read before it is thrown. */
export const errorBodyLimit = 65_536;

/** Makes 400-599 the `StatusError` they are, once per call, with the body read so that a catch block can look at it. */
export const statusStep: Settling<{ readonly call: CallContext }> = {
  fulfilled({ call }, response) {
    const isError = response.status >= 400 && response.status <= 599;
    return isError && call.settings.throwOnStatus ? raise(response) : response;
  },
};

async function raise(response: HttpResponse): Promise<never> {
  await response.readAtMost(errorBodyLimit);
  const error = statusErrorFor(response);
  // Why a policy stopped trying; inside this step it had a status, not an error, to say it on.
  const stopped = response.attempts.at(-1)?.stopped;
  throw stopped === undefined ? error : error.annotate(stopped);
}
