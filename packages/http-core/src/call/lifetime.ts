type Listener = (reason: unknown) => void;

/** Who listens without a function of its own. */
export interface AbortListener {
  aborted(reason: unknown): void;
}

/**
 * The span of one call or attempt: what waits registers here and is told once when it must end. Stands in for an
 * AbortSignal, which costs fifty times as much and is made only when somebody asks for it.
 */
export class Lifetime {
  // Fields, and a list only for what is beyond them: V8 comes to make such a list in the old generation, where it keeps all
  // that its listeners hold, until the next full collection.
  #first: Listener | AbortListener | undefined = undefined;
  #second: Listener | AbortListener | undefined = undefined;
  /** With a bulkhead there are three in every call. */
  #third: Listener | AbortListener | undefined = undefined;
  #others: (Listener | AbortListener)[] | undefined = undefined;
  #controller: AbortController | undefined = undefined;
  #isAborted = false;
  #reason: unknown = undefined;

  get isAborted(): boolean {
    return this.#isAborted;
  }

  /** What it was aborted with. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Calls back once on abort, at once when that has happened; returns what takes the listener off. */
  onAbort(listener: Listener): () => void {
    if (this.#isAborted) {
      listener(this.#reason);
      return nothing;
    }
    this.listen(listener);
    return () => this.unlisten(listener);
  }

  /** As `onAbort`, for a lifetime that is not over: `unlisten` takes the listener off. */
  listen(listener: Listener | AbortListener): void {
    if (this.#others !== undefined) this.#others.push(listener);
    else if (this.#first === undefined) this.#first = listener;
    else if (this.#second === undefined) this.#second = listener;
    else if (this.#third === undefined) this.#third = listener;
    else this.#others = [listener];
  }

  unlisten(listener: Listener | AbortListener): void {
    if (this.#first === listener) this.#first = undefined;
    else if (this.#second === listener) this.#second = undefined;
    else if (this.#third === listener) this.#third = undefined;
    else if (this.#others !== undefined) {
      const index = this.#others.indexOf(listener);
      if (index !== -1) this.#others.splice(index, 1);
    }
  }

  abort(reason: unknown): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#reason = reason;
    const listeners = [this.#first, this.#second, this.#third, ...(this.#others ?? [])];
    this.#first = this.#second = this.#third = this.#others = undefined;
    for (const listener of listeners) if (listener !== undefined) tell(listener, reason);
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
function tell(listener: Listener | AbortListener, reason: unknown): void {
  try {
    if (typeof listener === 'function') listener(reason);
    else listener.aborted(reason);
  } catch {
    // There is nobody left to tell: the call has its reason.
  }
}

const nothing = (): void => {};
