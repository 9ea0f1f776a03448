import {
  type Call,
  type Classification,
  classify,
  type Host,
  mayRetryStale,
  staleReason,
} from '@x/http-core';

import type { ResilienceCallOptions } from '../resilience-options.ts';
import { backOff } from './back-off.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import { retryAfterOf } from './retry-after.ts';
import type { RetrySettings } from './retry-options.ts';

type ResilientCall = Call<ResilienceCallOptions>;
type Retry = Classification['retry'];

/** Another attempt: after how long, why, and whether on a fresh socket. */
export interface Again {
  readonly isAgain: true;
  readonly delay: number;
  readonly reason: string;
  readonly freshSocket: boolean;
}

/** No further attempt. `why` is told to the caller, where there is anything to tell. */
export interface Stop {
  readonly isAgain: false;
  readonly kind: 'final' | 'exhausted' | 'late' | 'unrepeatable' | 'streamed';
  readonly why: string | undefined;
}

const final: Stop = { isAgain: false, kind: 'final', why: undefined };
/** With `retry: false` the one silent retry on a stale socket is all there is. */
const attemptsWithoutRetry = 2;

/** What is to be done after an attempt: everything but the budget, which is asked last. `settings` are absent with `retry: false`. */
export function plan(
  call: ResilientCall,
  settings: RetrySettings | undefined,
  outcome: Outcome,
  isStaleSpent: boolean,
  host: Pick<Host, 'clock' | 'random'>,
): Again | Stop {
  const { kind, retry } = classify(outcome.response ?? outcome.error);
  const made = call.attempts.length;
  if (!isStaleSpent && mayRetryStale(call, outcome.error)) {
    const isLast = made >= (settings?.maxAttempts ?? attemptsWithoutRetry);
    if (isLast || call.deadline <= host.clock.now()) return settings === undefined ? final : exhausted(made);
    return { isAgain: true, delay: 0, reason: staleReason, freshSocket: true };
  }
  if (settings === undefined || kind === 'aborted' || !isWorthIt(outcome, retry, settings)) return final;
  return refusal(call, settings, retry) ?? schedule(call, settings, outcome, host);
}

function isWorthIt({ response }: Outcome, retry: Retry, settings: RetrySettings): boolean {
  return response === undefined ? retry !== 'never' : settings.statuses.has(response.status);
}

/** Why a failure that is worth another attempt must not have one. */
function refusal(call: ResilientCall, settings: RetrySettings, retry: Retry): Stop | undefined {
  const { method, isReplayable } = call.request;
  if (retry !== 'safe' && !mayRepeat(call, settings)) {
    return stop('unrepeatable', `not retried: ${method} may not be sent twice`);
  }
  if (!isReplayable) return stop('streamed', 'not retried: the body is a stream and cannot be sent again');
  const made = call.attempts.length;
  return made >= settings.maxAttempts ? exhausted(made) : undefined;
}

function schedule(
  call: ResilientCall,
  settings: RetrySettings,
  outcome: Outcome,
  { clock, random }: Pick<Host, 'clock' | 'random'>,
): Again | Stop {
  const made = call.attempts.length;
  const asked = settings.respectRetryAfter ? retryAfter(outcome, clock.wallNow()) : 0;
  if (asked > settings.maxDelay) {
    const most = `more than maxDelay (${seconds(settings.maxDelay)})`;
    return late(made, `Retry-After asks for ${seconds(asked)}, ${most}`);
  }
  // On top of what was asked for, so that clients that were told the same moment do not come back in one.
  const delay = asked + backOff(settings, random, made - 1);
  const left = Math.max(0, call.deadline - clock.now());
  if (delay < left) return { isAgain: true, delay, reason: describeOutcome(outcome), freshSocket: false };
  return late(made, `a back-off of ${seconds(delay)} would pass the deadline, ${seconds(left)} away`);
}

function retryAfter({ response }: Outcome, wallNow: number): number {
  return response === undefined ? 0 : (retryAfterOf(response, wallNow) ?? 0);
}

function mayRepeat({ options, request }: ResilientCall, settings: RetrySettings): boolean {
  return (
    options.idempotent ?? (settings.methods.has(request.method) || request.headers.has('idempotency-key'))
  );
}

function stop(kind: Stop['kind'], why: string): Stop {
  return { isAgain: false, kind, why };
}

function exhausted(made: number): Stop {
  return made === 1 ? final : stop('exhausted', `gave up after ${count(made)}`);
}

function late(made: number, why: string): Stop {
  return stop('late', `gave up after ${count(made)}: ${why}`);
}

function count(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(2))} s`;
}
