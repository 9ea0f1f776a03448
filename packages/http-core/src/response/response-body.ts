import type { Lifetime } from '../call/lifetime.ts';
import { InvalidRequestError, TimeoutError } from '../errors/index.ts';
import type { Clock, Timer } from '../time/clock.ts';

/** What a body on the wire needs to know of its call. */
export interface BodyContext {
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  /** Milliseconds one read may wait, and a body may go unread; `undefined` for no limit. */
  readonly idle: number | undefined;
  /** Closes the connection; must be safe at any time. */
  readonly destroy: () => void;
  readonly onReceived: ((bytes: number) => void) | undefined;
  /** Makes of a failure what the caller sees: ledger, request, call site. */
  readonly finish: (error: unknown) => unknown;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** An unread body: counts, times each pending read, ends with the call's lifetime, and tells once when it is over. */
export class ResponseBody implements AsyncIterator<Uint8Array, undefined> {
  readonly #context: BodyContext;
  readonly #source: AsyncIterator<Uint8Array>;
  #timer: Timer | undefined;
  readonly #offAbort: (() => void) | undefined;
  #fail: ((error: unknown) => void) | undefined;
  #settle: ((result: IteratorResult<Uint8Array>) => void) | undefined;
  #failure: { readonly error: unknown } | undefined;
  #ended: (() => void)[] | undefined;
  #isOver = false;
  #isReading = false;
  #isCancelled = false;
  #isDraining = false;
  #received = 0;

  constructor(source: AsyncIterable<Uint8Array>, context: BodyContext) {
    this.#context = context;
    this.#source = source[Symbol.asyncIterator]();
    this.#offAbort = context.lifetime.onAbort((reason) => this.#stop(reason));
    if (!this.#isOver) this.#startIdle('nobody read the body');
  }

  /** What it failed with, if it did. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }
  get isOver(): boolean {
    return this.#isOver;
  }
  /** Whether a reader has begun. */
  get isDisturbed(): boolean {
    return this.#isReading || this.#received > 0;
  }

  /** Calls back once when the body has ended, failed or been cancelled. */
  onEnd(listener: () => void): void {
    if (this.#isOver) listener();
    else (this.#ended ??= []).push(listener);
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#isCancelled) {
      throw new InvalidRequestError('The body was cancelled and cannot be read any more');
    }
    if (this.#isOver) return done;
    if (this.#fail !== undefined) {
      throw new InvalidRequestError('The body is being read already: one reader at a time');
    }
    this.#isReading = true;
    this.#timer?.cancel();
    this.#startIdle(undefined);
    const result = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
      this.#fail = reject;
      this.#settle = resolve;
      this.#source.next().then(resolve, (error: unknown) => {
        this.#stop(error);
      });
    });
    this.#fail = undefined;
    this.#settle = undefined;
    this.#timer?.cancel();
    // What ended the body while this chunk was on its way up must not look like its end.
    const { failure } = this;
    if (failure !== undefined) throw failure.error;
    if (this.#isOver) return done;
    if (result.done === true) {
      this.#end();
      return done;
    }
    this.#received += result.value.byteLength;
    if (!this.#isDraining) this.#context.onReceived?.(this.#received);
    return { done: false, value: result.value };
  }

  /** Stops reading and closes the connection; nothing on a body that is over. */
  cancel(): void {
    if (this.#isOver) return;
    this.#isCancelled = true;
    this.#close();
    this.#end();
    this.#settle?.(done);
  }

  /**
   * Reads the rest to save the connection, but no more than `limit` bytes and `time` milliseconds; then closes. What
   * goes wrong with it is nobody's failure: the call has gone on.
   */
  async drain(limit: number, time: number): Promise<void> {
    if (this.#isOver) return;
    this.#isDraining = true;
    const timer = this.#context.clock.schedule(time, () => this.cancel());
    let room = limit;
    // Crumbs cost too, and the next piece may be as large as the largest so far.
    let largest = limit / 64;
    try {
      while (room >= largest) {
        const { done: isDone, value } = await this.next();
        if (isDone === true) break;
        largest = Math.max(largest, value.byteLength);
        room -= Math.max(limit / 64, value.byteLength);
      }
    } catch {
      // It is closed already.
    }
    timer.cancel();
    this.cancel();
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.cancel();
    return done;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #startIdle(hint: string | undefined): void {
    const { idle, clock } = this.#context;
    if (idle === undefined) return;
    this.#timer = clock.schedule(idle, () =>
      this.#stop(new TimeoutError('idle', idle, { responseStarted: true, hint })),
    );
  }

  #stop(reason: unknown): void {
    if (this.#isOver) return;
    const error = this.#isDraining ? reason : this.#context.finish(reason);
    this.#failure = { error };
    this.#close();
    this.#end();
    this.#fail?.(error);
  }

  #close(): void {
    this.#context.destroy();
    void this.#source.return?.().catch(() => {});
  }

  #end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#offAbort?.();
    const listeners = this.#ended;
    this.#ended = undefined;
    if (listeners !== undefined) for (const listener of listeners) listener();
  }
}
