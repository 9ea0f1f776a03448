import type { AttemptContext } from '../call/attempt-context.ts';
import { Lifetime } from '../call/lifetime.ts';
import { TimeoutError } from '../errors/index.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';

/** Gives the attempt a lifetime of its own, for `timeout.attempt`: it may end while the call goes on. */
export function attemptTimeoutStep(inner: Send<AttemptContext>): Send<AttemptContext> {
  return (context) => limited(inner, context, context.settings.timeouts.attempt as number);
}

function limited(inner: Send<AttemptContext>, context: AttemptContext, limit: number): Promise<HttpResponse> {
  const outer = context.lifetime;
  if (outer.isAborted) return Promise.reject(outer.reason);
  const lifetime = new Lifetime();
  context.lifetime = lifetime;
  const off = outer.onAbort((reason) => lifetime.abort(reason));
  const late = (): void => lifetime.abort(new TimeoutError('attempt', limit));
  const timer = context.call.host.clock.schedule(limit, late);
  return new Promise<HttpResponse>((resolve, reject) => {
    const offAbort = lifetime.onAbort((reason) => {
      timer.cancel();
      off();
      reject(reason);
    });
    inner(context).then(
      (response) => {
        // Too late: nobody will read this body.
        if (lifetime.isAborted) return response.cancel();
        timer.cancel();
        offAbort();
        // A streamed body still wants to hear of the call's end.
        response.onEnd(off);
        resolve(response);
      },
      (error: unknown) => {
        timer.cancel();
        offAbort();
        off();
        reject(error);
      },
    );
  });
}
