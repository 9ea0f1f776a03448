import type { Attempt, Call, Hop } from '../call/context.ts';
import { definePlugin, type Layer, type Plugin } from '../plugin.ts';
import type { HttpRequest } from '../request.ts';
import type { HttpResponse } from '../response.ts';
import { toResponseOnly } from './answer.ts';
import { interceptorFailure } from './guard.ts';
import {
  type InterceptorContexts,
  type InterceptorScope,
  type InterceptorScopeOptions,
  scopeOf,
} from './scope.ts';

/** Looks at the request or changes its headers before it goes on; a returned response answers in its place. */
export type BeforeRequest<S extends InterceptorScope = InterceptorScope> = (
  request: HttpRequest,
  context: InterceptorContexts[S],
) => void | undefined | HttpResponse | Response | Promise<void | undefined | HttpResponse | Response>;

/**
 * A function as a plugin, in the slot `around`: once per call, so that a request id is the same on every attempt, or once
 * per attempt or hop with `{ scope }`. What it throws arrives as an `InterceptorError` with it as `cause`.
 */
export function beforeRequest<S extends InterceptorScope = 'call'>(
  fn: BeforeRequest<S>,
  options?: InterceptorScopeOptions<S>,
): Plugin<'[beforeRequest]'> {
  const scope: InterceptorScope = scopeOf('beforeRequest', fn, options);
  const layer: Layer<Call & Attempt & Hop> = (inner) => async (context) => {
    let answer: HttpResponse | undefined;
    try {
      const returned = await fn(context.request, context);
      if (returned !== undefined) answer = await toResponseOnly(context, returned);
    } catch (error) {
      throw interceptorFailure('request', context, error);
    }
    return answer ?? inner(context);
  };
  return definePlugin({
    name: '[beforeRequest]',
    contract: 1,
    setup: () => ({ [scope]: { around: layer }, callOptions: {} }),
  });
}
