import type { CallContext } from '../call/call-context.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';
import { nextTurn } from '../time/next-turn.ts';

/**
 * Settles the call when its lifetime is aborted, whatever the layers inside are waiting for. They get one turn of the
 * event loop to let go first, so that the ledger says how far the request had come.
 */
export function deadlineStep(inner: Send<CallContext>): Send<CallContext> {
  return (context) => {
    const { lifetime } = context;
    return new Promise<HttpResponse>((resolve, reject) => {
      const late = (reason: unknown): void => nextTurn(() => reject(reason));
      if (lifetime.isAborted) {
        late(lifetime.reason);
        return;
      }
      lifetime.listen(late);
      inner(context).then(
        (response) => {
          lifetime.unlisten(late);
          // Too late: nobody will read this body.
          if (lifetime.isAborted) response.cancel();
          else resolve(response);
        },
        (error: unknown) => {
          lifetime.unlisten(late);
          reject(lifetime.isAborted ? lifetime.reason : error);
        },
      );
    });
  };
}
