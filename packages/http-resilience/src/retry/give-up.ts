import {
  type Call,
  type Host,
  type HttpResponse,
  isClientError,
  RetryBudgetExhaustedError,
  type RetryErrorDetails,
  RetryExhaustedError,
} from '@x/http-core';

import { report, type ResilienceEvent } from '../report.ts';
import { describeOutcome, type Outcome } from './outcome.ts';
import type { Stop } from './plan.ts';
import type { RetrySettings } from './retry-options.ts';

/** Ends a call with its last outcome: the response, the error itself with a note, or the wrapper that was asked for. */
export function giveUp(
  host: Host,
  call: Call,
  settings: RetrySettings | undefined,
  outcome: Outcome,
  stop: Stop,
): HttpResponse {
  const { response, error } = outcome;
  if (stop.why !== undefined) note(host, call, outcome, eventOf(stop), stop.why);
  if (stop.kind === 'exhausted' && settings?.onExhausted === 'wrap' && mayRaise(call, outcome)) {
    throw new RetryExhaustedError(detailsOf(call, outcome));
  }
  if (response !== undefined) return response;
  if (stop.why !== undefined && isClientError(error)) error.annotate(stop.why);
  throw error;
}

/** Ends a call that the budget refuses another attempt. */
export function refuse(host: Host, call: Call, outcome: Outcome): HttpResponse {
  note(host, call, outcome, 'retry.budget_refused', 'the retry budget refused another attempt');
  if (outcome.response !== undefined && !mayRaise(call, outcome)) return outcome.response;
  throw new RetryBudgetExhaustedError(detailsOf(call, outcome));
}

/** A caller who takes statuses as values gets the last of them as one. */
function mayRaise(call: Call, { response }: Outcome): boolean {
  return response === undefined || call.settings.throwOnStatus;
}

function eventOf(stop: Stop): ResilienceEvent | undefined {
  if (stop.kind === 'streamed') return 'retry.streaming_refused';
  return stop.kind === 'unrepeatable' ? undefined : 'retry.giving_up';
}

/** Writes into the ledger why nothing more was tried, and tells the listeners. */
function note(
  host: Host,
  call: Call,
  outcome: Outcome,
  event: ResilienceEvent | undefined,
  why: string,
): void {
  const { attempts } = call;
  const last = attempts.at(-1);
  if (last !== undefined) last.stopped = why;
  if (event === undefined) return;
  report(host, event, call, { attempts: attempts.length, reason: describeOutcome(outcome), why });
}

function detailsOf({ attempts, request }: Call, { response, error }: Outcome): RetryErrorDetails {
  const details = { attempts, request: response?.request ?? request, sent: attempts.at(-1)?.sent };
  return response === undefined ? { ...details, lastError: error } : { ...details, lastResponse: response };
}
