import {
  type Call,
  type ClientError,
  type HttpResponse,
  InterceptorError,
  isClientError,
  type Layer,
  toHttpResponse,
} from '@x/http-core';

import type { ResilienceCallOptions } from '../resilience-options.ts';
import { abortOf } from '../wait.ts';
import type { FallbackSettings } from './fallback-options.ts';

type ResilientCall = Call<ResilienceCallOptions>;

/** Fills `recover`: answers for the peer when a call has failed for good. The response says so with `isFallback`. */
export function fallbackLayer(settings: FallbackSettings): Layer<ResilientCall> {
  return (inner) => (call) => {
    const answer = inner(call);
    if (call.options.fallback === false) return answer;
    return answer.catch((error: unknown) => {
      // Nobody waits any more for what is aborted, the deadline included.
      if (!isClientError(error) || abortOf(call) !== undefined) throw error;
      if (!settings.on.some((errorClass) => error instanceof errorClass)) throw error;
      return answerFor(settings, call, error);
    });
  };
}

async function answerFor(
  { use }: FallbackSettings,
  call: ResilientCall,
  error: ClientError,
): Promise<HttpResponse> {
  let value: unknown;
  try {
    value = await use(error, call.request);
  } catch (raised) {
    if (isClientError(raised)) throw raised;
    throw new InterceptorError('error', { cause: raised, request: call.request });
  }
  const response = await toHttpResponse(call, value);
  response.isFallback = true;
  return response;
}
