import type { Attempt, Call, Hop } from '../call/context.ts';
import { definePlugin, type Plugin, type Send } from '../plugin.ts';
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
export function middleware<S extends InterceptorScope>(
  scope: S,
  fn: Middleware<ContextOf[S]>,
): Plugin<'[middleware]'> {
  scopeOf('middleware', fn, { scope });
  type C = ContextOf[S];
  const layer =
    (inner: Send<C>): Send<C> =>
    async (context) => {
      const passed = new Set<unknown>();
      const responses = new Set<HttpResponse>();
      let kept: HttpResponse | undefined;
      let isOver = false;
      const next = (other: C = context): Promise<HttpResponse> => {
        const answer = inner(other);
        answer.then(
          (response) => {
            responses.add(response);
            if (isOver && response !== kept) response.cancel();
          },
          (error: unknown) => passed.add(error),
        );
        return answer;
      };
      try {
        kept = await toHttpResponse(context, given(await fn(context, next)));
        return kept;
      } catch (error) {
        throw passed.has(error) ? error : interceptorFailure('middleware', context, error);
      } finally {
        // A body that nobody will read must not keep its connection.
        isOver = true;
        for (const response of responses) if (response !== kept) response.cancel();
      }
    };
  return definePlugin({
    name: '[middleware]',
    contract: 1,
    setup: () => ({ [scope]: { around: layer }, callOptions: {} }),
  });
}

function given(answer: unknown): unknown {
  if (answer !== undefined) return answer;
  throw new TypeError('it returned nothing; return the response of next()');
}
