import type { CallContext } from '../call-context.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Send } from '../plugin.ts';

/** Just inside the deadline: the first call waits until the plugins are open. */
export function openStep(lifecycle: Lifecycle): (inner: Send<CallContext>) => Send<CallContext> {
  return (inner) => (context) =>
    lifecycle.isOpen ? inner(context) : lifecycle.open().then(() => inner(context));
}
