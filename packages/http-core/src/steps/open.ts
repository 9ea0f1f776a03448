import type { CallContext } from '../call/call-context.ts';
import type { Lifecycle } from '../client/lifecycle.ts';
import type { Send } from '../plugin.ts';

/** Just inside the deadline: the first call waits until the plugins are open. One that is over by then goes no further. */
export function openStep(lifecycle: Lifecycle): (inner: Send<CallContext>) => Send<CallContext> {
  return (inner) => async (context) => {
    await lifecycle.openForCall();
    if (context.lifetime.isAborted) throw context.lifetime.reason;
    return inner(context);
  };
}
