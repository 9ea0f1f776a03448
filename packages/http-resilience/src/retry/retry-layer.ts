import { type Attempt, type Call, type Host, type HttpResponse, optionChecks, type Send } from '@x/http-core';

import type { RetryBudget } from '../budget/retry-budget.ts';
import { report } from '../report.ts';
import type { ResilienceCallOptions } from '../resilience-options.ts';
import { wait } from '../wait.ts';
import { giveUp, refuse } from './give-up.ts';
import type { Outcome } from './outcome.ts';
import { type Again, plan } from './plan.ts';
import { defaultRetry, mergeRetry, type RetrySettings } from './retry-options.ts';

type ResilientCall = Call<ResilienceCallOptions>;
type ResilientAttempt = Attempt<ResilienceCallOptions>;

/** What the retry layer of one client works with. */
export interface RetryPolicy {
  readonly host: Host;
  /** Absent where the client has `retry: false`. */
  readonly settings: RetrySettings | undefined;
  readonly budget: RetryBudget | undefined;
}

/** Fills `retry`: one attempt, and as many more as settings, deadline and budget allow. */
export function retryLayer(policy: RetryPolicy): (inner: Send<ResilientAttempt>) => Send<ResilientCall> {
  const { host, budget } = policy;
  return (inner) => {
    const loop = new RetryLoop(policy, inner);
    return (call) => {
      budget?.deposit(host.clock.now());
      const settings = settingsOf(policy, call);
      return loop.attempt(call, settings, undefined).then(
        (response) =>
          response.status < 400 ? response : loop.after(call, settings, { response, error: undefined }),
        (error: unknown) => loop.after(call, settings, { response: undefined, error }),
      );
    };
  };
}

function settingsOf({ settings }: RetryPolicy, call: ResilientCall): RetrySettings | undefined {
  const { retry } = call.options;
  if (retry === undefined) return settings;
  return retry === false
    ? undefined
    : mergeRetry(optionChecks.refuseRequest, settings ?? defaultRetry, retry);
}

class RetryLoop {
  readonly #policy: RetryPolicy;
  readonly #inner: Send<ResilientAttempt>;

  constructor(policy: RetryPolicy, inner: Send<ResilientAttempt>) {
    this.#policy = policy;
    this.#inner = inner;
  }

  attempt(
    call: ResilientCall,
    settings: RetrySettings | undefined,
    again: Again | undefined,
  ): Promise<HttpResponse> {
    const attempt = call.beginAttempt(again);
    if (settings?.attemptHeader !== undefined) {
      attempt.request.headers.set(settings.attemptHeader, String(attempt.attempt));
    }
    return this.#inner(attempt);
  }

  /** Goes on after an attempt that did not simply succeed. */
  async after(
    call: ResilientCall,
    settings: RetrySettings | undefined,
    first: Outcome,
  ): Promise<HttpResponse> {
    const { host, budget } = this.#policy;
    let outcome = first;
    let isStaleSpent = false;
    for (;;) {
      const next = plan(call, settings, outcome, isStaleSpent, host);
      if (!next.isAgain) return giveUp(host, call, settings, outcome, next);
      if (budget?.tryWithdraw(host.clock.now()) === false) return refuse(host, call, outcome);
      isStaleSpent ||= next.freshSocket;
      report(host, 'retry.scheduled', call, {
        attempt: call.attempts.length + 1,
        delay: next.delay,
        reason: next.reason,
      });
      await outcome.response?.discard();
      await wait(call, host.clock, next.delay);
      outcome = await this.attempt(call, settings, next).then(answered, failed);
      if (outcome.response !== undefined && outcome.response.status < 400) return outcome.response;
    }
  }
}

const answered = (response: HttpResponse): Outcome => ({ response, error: undefined });
const failed = (error: unknown): Outcome => ({ response: undefined, error });
