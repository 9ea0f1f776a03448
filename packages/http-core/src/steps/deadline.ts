import type { CallContext } from '../call-context.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';

/** Settles the call the moment its lifetime is aborted, whatever the layers inside are waiting for. */
export function deadlineStep(inner: Send<CallContext>): Send<CallContext> {
  return (context) => {
    const { lifetime } = context;
    return new Promise<HttpResponse>((resolve, reject) => {
      const off = lifetime.onAbort(reject);
      if (lifetime.isAborted) return;
      inner(context).then(
        (response) => {
          off();
          // Too late: the caller has its rejection, and nobody will read this body.
          if (lifetime.isAborted) response.cancel();
          else resolve(response);
        },
        (error: unknown) => {
          off();
          reject(error);
        },
      );
    });
  };
}
