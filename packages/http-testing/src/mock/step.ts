import { optionChecks } from '@x/http-core';

import type { PreparedFault } from './fault.ts';
import type { MockRequest } from './mock-request.ts';
import type { BodyContext } from './reply-body.ts';
import type { PreparedReply } from './reply.ts';

const { checkKeys, checkSpan, refuseConfiguration: refuse } = optionChecks;

/** Parts of an exchange before its response, in which it can be made to stall. */
export const stallPhases = ['pool', 'dns', 'connect', 'tls', 'proxy', 'upload', 'headers', 'body'] as const;
export type StallPhase = (typeof stallPhases)[number];

/** Milliseconds of the client's clock that each part takes; all of them 0 unless given. */
export interface Delays {
  /** Waiting for a free connection. */
  readonly pool?: number | undefined;
  readonly connect?: number | undefined;
  /** From the request being sent to the response head. */
  readonly headers?: number | undefined;
  /** From the response head to the end of the body. */
  readonly body?: number | undefined;
}

/** How a body arrives. */
export interface Pacing {
  /** Bytes of a piece. */
  readonly size?: number | undefined;
  /** Milliseconds of the client's clock before every piece after the first. */
  readonly delay?: number | undefined;
}

/** What is done to a body on its way. */
export interface BodyShape {
  readonly size: number;
  readonly gap: number;
  /** Breaks off after so many bytes. */
  readonly truncatedAfter: number | undefined;
  /** Sends nothing more after so many bytes. */
  readonly stalledAfter: number | undefined;
}

/** What a step does with an exchange. */
export type Answer =
  | { readonly kind: 'reply'; readonly reply: PreparedReply }
  | { readonly kind: 'call'; call(request: MockRequest, context: BodyContext): unknown }
  | { readonly kind: 'fail'; readonly fault: PreparedFault }
  | { readonly kind: 'stall'; readonly phase: StallPhase };

/** One entry of a route's sequence. */
export interface Step {
  readonly answer: Answer;
  /** How many exchanges it still answers. */
  left: number;
  delays: Delays;
  shape: BodyShape;
}

const whole: BodyShape = { size: Infinity, gap: 0, truncatedAfter: undefined, stalledAfter: undefined };

export function newStep(answer: Answer, left: number): Step {
  return { answer, left, delays: {}, shape: whole };
}

/** A number is the delay before the response head. Throws `ConfigurationError`. */
export function readDelays(value: unknown): Delays {
  if (typeof value === 'number') return { headers: checkSpan(refuse, 'delay', value) };
  const alternative = 'zero or a positive number of milliseconds, or ';
  const given = checkKeys(refuse, 'delay', value, ['pool', 'connect', 'headers', 'body'], alternative);
  for (const [phase, span] of Object.entries(given)) {
    if (span !== undefined) checkSpan(refuse, `delay.${phase}`, span);
  }
  return given;
}
