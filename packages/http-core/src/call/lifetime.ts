/**
 * The span of one call or attempt: what waits registers here and is told once when it must end. Stands in for an
 * AbortSignal, which costs fifty times as much and is made only when somebody asks for it.
 */
export class Lifetime {
  #listeners: ((reason: unknown) => void)[] | undefined;
  #controller: AbortController | undefined;
  #isAborted = false;
  #reason: unknown;

  get isAborted(): boolean {
    return this.#isAborted;
  }

  /** What it was aborted with. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Calls back once on abort, at once when that has happened; returns what takes the listener off. */
  onAbort(listener: (reason: unknown) => void): () => void {
    if (this.#isAborted) {
      listener(this.#reason);
      return nothing;
    }
    this.listen(listener);
    return () => this.unlisten(listener);
  }

  /** As `onAbort`, for a lifetime that is not over: `unlisten` takes the listener off. */
  listen(listener: (reason: unknown) => void): void {
    if (this.#listeners === undefined) this.#listeners = [listener];
    else this.#listeners.push(listener);
  }

  unlisten(listener: (reason: unknown) => void): void {
    const listeners = this.#listeners;
    if (listeners === undefined) return;
    const index = listeners.lastIndexOf(listener);
    if (index === listeners.length - 1) listeners.pop();
    else if (index !== -1) listeners.splice(index, 1);
  }

  abort(reason: unknown): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#reason = reason;
    const listeners = this.#listeners;
    this.#listeners = undefined;
    if (listeners !== undefined) for (const listener of [...listeners]) tell(listener, reason);
    this.#controller?.abort(reason);
  }

  /** A web signal for code that wants one; aborted with the same reason. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isAborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }
}

/** One that fails must not keep the others from ending, nor come out of a timer of its own. */
function tell(listener: (reason: unknown) => void, reason: unknown): void {
  try {
    listener(reason);
  } catch {
    // There is nobody left to tell: the call has its reason.
  }
}

const nothing = (): void => {};
