import type { AttemptContext } from '../attempt-context.ts';
import { TimeoutError } from '../errors/index.ts';
import { Lifetime } from '../lifetime.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';

/** Gives the attempt a lifetime of its own when `timeout.attempt` is set: it may end while the call goes on. */
export function attemptTimeoutStep(inner: Send<AttemptContext>): Send<AttemptContext> {
  return (context) => {
    const limit = context.settings.timeouts.attempt;
    return limit === undefined ? inner(context) : limited(inner, context, limit);
  };
}

function limited(inner: Send<AttemptContext>, context: AttemptContext, limit: number): Promise<HttpResponse> {
  const outer = context.lifetime;
  const lifetime = new Lifetime();
  context.lifetime = lifetime;
  const off = outer.onAbort((reason) => lifetime.abort(reason));
  const timer = context.call.host.clock.schedule(limit, () => lifetime.abort(new TimeoutError('attempt', limit)));
  return new Promise<HttpResponse>((resolve, reject) => {
    const offAbort = lifetime.onAbort(reject);
    if (lifetime.isAborted) return;
    inner(context).then(
      (response) => {
        timer.cancel();
        offAbort();
        if (lifetime.isAborted) return response.cancel();
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
