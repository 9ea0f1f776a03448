import {
  type Clock,
  type Evidence,
  optionChecks,
  type Sent,
  TimeoutError,
  type Timer,
  type TimeoutPhase,
  type Timings,
} from '@x/http-core';

import type { MockEvidence } from './fault.ts';
import type { BodyContext } from './reply-body.ts';

/** A part of an exchange. */
export type ExchangePhase = Exclude<TimeoutPhase, 'idle' | 'attempt' | 'total'> | 'body';

type RunningTimings = { -readonly [K in keyof Timings]: Timings[K] };

/** Where an exchange is in time: its phase and that phase's limit, everything that waits, and how it ended. */
export class ExchangeCourse {
  sent: Sent = 'none';
  reused = false;
  responseStarted = false;
  /** Grows until the exchange ends. */
  readonly timings: RunningTimings = { total: 0 };
  /** What functions of the test get of it. */
  readonly context: BodyContext;
  readonly #clock: Clock;
  readonly #start: number;
  readonly #waiting = new Set<(error: unknown) => void>();
  #phase: ExchangePhase | undefined;
  #phaseStart: number;
  #limit: number | undefined;
  #timer: Timer | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = this.#phaseStart = clock.now();
    this.context = {
      wait: (milliseconds) =>
        this.wait(optionChecks.checkSpan(optionChecks.refuseConfiguration, 'wait', milliseconds)),
      stall: () => this.stall(),
    };
  }

  /** What it failed with. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Ends the phase before; this one may take `limit` milliseconds. */
  begin(phase: ExchangePhase, limit?: number): void {
    this.#endPhase();
    this.#phase = phase;
    this.#limit = limit;
    this.progress();
  }

  /** The full limit of the phase again. */
  progress(): void {
    this.#timer?.cancel();
    const limit = this.#limit;
    if (limit === undefined || this.#isOver) return;
    this.#timer = this.#clock.schedule(limit, () => {
      const phase = this.#phase === 'body' ? 'idle' : (this.#phase as Exclude<ExchangePhase, 'body'>);
      this.fail(new TimeoutError(phase, limit, this.evidence));
    });
  }

  wait(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return this.race(Promise.resolve());
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.schedule(milliseconds, resolve);
    return this.race(promise).finally(() => timer.cancel());
  }

  stall(): Promise<never> {
    return this.race(new Promise<never>(() => {}));
  }

  /** What `promise` comes to, or what the exchange fails with before that. */
  race<T>(promise: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure.error);
      this.#waiting.add(reject);
      promise.then(
        (value) => {
          this.#waiting.delete(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  /** Ends it with this very error; everything that waits is rejected. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = { error };
    this.finish();
    for (const reject of [...this.#waiting]) reject(error);
    this.#waiting.clear();
  }

  /** The last byte has come, or nobody wants any more. */
  finish(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#endPhase();
  }

  /** How far it has come, as errors of the tree tell it. */
  get evidence(): MockEvidence {
    const { sent, reused, responseStarted } = this;
    return { sent, reused, responseStarted, timings: this.#snapshot() };
  }

  /** The same as the ledger takes it. */
  get ledgerEvidence(): Evidence {
    return { sent: this.sent, isReusedSocket: this.reused, timings: this.#snapshot() };
  }

  #snapshot(): Timings {
    const now = this.#clock.now();
    const timings = { ...this.timings, total: now - this.#start };
    if (this.#phase !== undefined) timings[nameOf(this.#phase)] = now - this.#phaseStart;
    return timings;
  }

  #endPhase(): void {
    const now = this.#clock.now();
    if (this.#phase !== undefined) this.timings[nameOf(this.#phase)] = now - this.#phaseStart;
    this.timings.total = now - this.#start;
    this.#phaseStart = now;
    this.#phase = undefined;
  }
}

function nameOf(phase: ExchangePhase): Exclude<keyof Timings, 'total'> {
  return phase === 'pool' ? 'queued' : phase;
}
