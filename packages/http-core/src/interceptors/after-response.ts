import type { Attempt, Call, Hop } from '../call/context.ts';
import { definePlugin, type Layer, type Plugin } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';
import { toResponseOnly } from './answer.ts';
import { interceptorFailure } from './guard.ts';
import {
  type InterceptorContexts,
  type InterceptorScope,
  type InterceptorScopeOptions,
  scopeOf,
} from './scope.ts';

/** Looks at the response, a 404 among them; a returned response takes its place. */
export type AfterResponse<S extends InterceptorScope = InterceptorScope> = (
  response: HttpResponse,
  context: InterceptorContexts[S],
) => void | undefined | HttpResponse | Response | Promise<void | undefined | HttpResponse | Response>;

/** A function as a plugin, in the slot `around`, as `beforeRequest`; what it throws arrives as an `InterceptorError`. */
export function afterResponse<S extends InterceptorScope = 'call'>(
  fn: AfterResponse<S>,
  options?: InterceptorScopeOptions<S>,
): Plugin<'[afterResponse]'> {
  const scope: InterceptorScope = scopeOf('afterResponse', fn, options);
  const layer: Layer<Call & Attempt & Hop> = (inner) => async (context) => {
    const response = await inner(context);
    try {
      const returned = await fn(response, context);
      if (returned === undefined || returned === response) return response;
      const answer = await toResponseOnly(context, returned);
      // Not before: the answer may have been read out of this response's body.
      response.cancel();
      return answer;
    } catch (error) {
      response.cancel();
      throw interceptorFailure('response', context, error);
    }
  };
  return definePlugin({
    name: '[afterResponse]',
    contract: 1,
    setup: () => ({ [scope]: { around: layer }, callOptions: {} }),
  });
}
