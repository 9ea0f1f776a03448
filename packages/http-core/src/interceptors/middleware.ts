import type { Attempt, Call, Hop } from '../context.ts';
import { type Contribution, definePlugin, type Plugin, type Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';
import { toHttpResponse } from './answer.ts';
import { interceptorFailure } from './guard.ts';
import { type InterceptorScope, scopeOf } from './scope.ts';

interface ContextOf {
  readonly call: Call;
  readonly attempt: Attempt;
  readonly hop: Hop;
}

/** Wraps the rest of the chain: calls `next` as often as it likes, or not at all. */
export type Middleware<C> = (context: C, next: (context?: C) => Promise<HttpResponse>) => unknown;

/**
 * A function as a plugin, in the slot `around` of its scope. A rejection of `next` passes through by identity; what the
 * function itself throws arrives as an `InterceptorError`.
 */
export function middleware<S extends InterceptorScope>(scope: S, fn: Middleware<ContextOf[S]>): Plugin<'[middleware]'> {
  scopeOf('middleware', fn, { scope });
  type C = ContextOf[S];
  const layer = (inner: Send<C>): Send<C> => async (context) => {
    const passed = new Set<unknown>();
    const next = (other: C = context): Promise<HttpResponse> => {
      const answer = inner(other);
      answer.catch((error: unknown) => passed.add(error));
      return answer;
    };
    try {
      const answer = await fn(context, next);
      if (answer === undefined) throw new TypeError('the middleware returned nothing; return the response of next()');
      return await toHttpResponse(context, answer);
    } catch (error) {
      throw passed.has(error) ? error : interceptorFailure('middleware', context, error);
    }
  };
  return definePlugin({
    name: '[middleware]',
    contract: 1,
    setup: () => ({ [scope]: { around: layer }, callOptions: {} }) as Contribution,
  });
}
