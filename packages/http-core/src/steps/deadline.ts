import type { CallContext } from '../call/call-context.ts';
import type { AbortListener } from '../call/lifetime.ts';
import type { Inside, Outside } from '../inside.ts';
import type { Send } from '../plugin.ts';
import type { HttpResponse } from '../response.ts';
import { nextTurn } from '../time/next-turn.ts';

/** What becomes of a call when it is over; told once. */
export interface CallEnd {
  /** Returns what the call resolves to. */
  fulfilled(response: HttpResponse): unknown;
  /** Returns what the call rejects with. */
  rejected(error: unknown): unknown;
}

/** A call on its way to its end. */
export type Run = (context: CallContext, end: CallEnd) => Promise<unknown>;

/**
 * Settles the call when its lifetime is aborted, whatever the layers inside are waiting for. They get one turn of the
 * event loop to let go first, so that the ledger says how far the request had come.
 */
export function deadlineStep(inside: Pick<Inside<CallContext>, 'start'>): Run {
  return (context, end) =>
    new Promise((resolve) => {
      const race = new Race(context, end, resolve);
      const { lifetime } = context;
      if (lifetime.isAborted) race.aborted(lifetime.reason);
      else {
        lifetime.listen(race);
        inside.start(context, race);
      }
    });
}

/** The rest of the chain without a deadline. */
export function runWithout(send: Send<CallContext>): Run {
  return (context, end) =>
    send(context).then(
      (response) => end.fulfilled(response),
      (error: unknown) => {
        throw end.rejected(error);
      },
    );
}

/** The rest of the chain for a layer around the deadline. */
export function sendOfRun(run: Run): Send<CallContext> {
  return (context) => run(context, passing) as Promise<HttpResponse>;
}

const passing: CallEnd = { fulfilled: (response) => response, rejected: (error) => error };

/** One call against its deadline. */
class Race implements AbortListener, Outside {
  readonly #context: CallContext;
  readonly #end: CallEnd;
  readonly #resolve: (value: unknown) => void;
  #isOver = false;

  constructor(context: CallContext, end: CallEnd, resolve: (value: unknown) => void) {
    this.#context = context;
    this.#end = end;
    this.#resolve = resolve;
  }

  aborted(reason: unknown): void {
    nextTurn(() => this.#fail(reason));
  }

  /** The inside has come to a response. */
  fulfilled(response: HttpResponse): void {
    const { lifetime } = this.#context;
    lifetime.unlisten(this);
    // Too late: nobody will read this body.
    if (lifetime.isAborted) response.cancel();
    else this.#succeed(response);
  }

  /** The inside has come to an error. */
  rejected(error: unknown): void {
    const { lifetime } = this.#context;
    lifetime.unlisten(this);
    this.#fail(lifetime.isAborted ? lifetime.reason : error);
  }

  #succeed(response: HttpResponse): void {
    if (this.#isOver) return;
    this.#isOver = true;
    let value: unknown;
    try {
      value = this.#end.fulfilled(response);
    } catch (error) {
      value = Promise.reject(error);
    }
    this.#resolve(value);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const end = this.#end;
    // By way of a promise that the call's own already follows when this runs: V8 then finds the frames of who awaits the call.
    this.#resolve(
      settled.then(nothing).then(() => {
        throw end.rejected(error);
      }),
    );
  }
}

const settled = Promise.resolve();

function nothing(): void {}
