import { ConfigurationError, optionChecks } from '@x/http-core';

import { type MockFault, type MockFaultOptions, prepareFault } from './fault.ts';
import type { MockRequest } from './mock-request.ts';
import type { BodyContext, ReplyBody } from './reply-body.ts';
import { type MockReply, prepareReply, type ReplyHeaders } from './reply.ts';
import { Conditions, type RouteConditions } from './route-conditions.ts';
import { type TargetMatcher, targetMatcher } from './route-target.ts';
import {
  type Answer,
  type Delays,
  newStep,
  type Pacing,
  readDelays,
  type StallPhase,
  stallPhases,
  type Step,
} from './step.ts';

const { checkCount, checkKeys, checkSpan, refusal, refuseConfiguration: refuse } = optionChecks;

/** Answers a request; may be asynchronous. What it throws fails the call as a `MockError`. */
export type ReplyFunction<Params> = (
  request: MockRequest<Params>,
  context: BodyContext,
) => MockReply | Response | Promise<MockReply | Response>;

/** What a route can be told to do. Each adds one entry to its sequence; `...Once` answers one request, the others all that follow. */
export interface RouteAnswers<Params> {
  /** A response. The body: text, bytes, a form, a stream, a function that makes one; everything else as JSON. */
  reply(status: number, body?: ReplyBody, headers?: ReplyHeaders): Route<Params>;
  reply(answer: ReplyFunction<Params>): Route<Params>;
  replyOnce(status: number, body?: ReplyBody, headers?: ReplyHeaders): Route<Params>;
  replyOnce(answer: ReplyFunction<Params>): Route<Params>;
  /** A failure instead of a response. */
  fail(fault: MockFault<Params>, options?: MockFaultOptions): Route<Params>;
  failOnce(fault: MockFault<Params>, options?: MockFaultOptions): Route<Params>;
  /** Nothing: the exchange stays in this phase until a limit, the caller or the client ends it. */
  stall(phase: StallPhase): Route<Params>;
  stallOnce(phase: StallPhase): Route<Params>;
}

/** A route with a sequence; what follows an entry in the chain changes that entry. */
export interface Route<Params> extends RouteAnswers<Params> {
  /** Milliseconds of the client's clock before the response head, or per phase. */
  delay(delays: number | Delays): Route<Params>;
  /** The entry answers so many requests, then the next one does. */
  times(count: number): Route<Params>;
  once(): Route<Params>;
  /** The entry answers all requests that follow. */
  persist(): Route<Params>;
  /** The body comes in pieces. */
  chunked(pacing: Pacing): Route<Params>;
  /** The body breaks off after so many bytes, half of them unless given: a `NetworkError` with reason `truncated`. */
  truncated(after?: number): Route<Params>;
  /** The body stops after so many bytes, all of them unless given, and does not end. */
  stalled(after?: number): Route<Params>;
  /** Requests that this route has answered, in the order they came. */
  readonly calls: readonly MockRequest<Params>[];
  /** Method and target, redacted. */
  readonly label: string;
}

/** A route and its sequence. */
export class MockRoute implements Route<Readonly<Record<string, string>>> {
  readonly label: string;
  readonly needsBody: boolean;
  readonly calls: MockRequest[] = [];
  readonly #method: string;
  readonly #target: TargetMatcher;
  readonly #conditions: Conditions;
  readonly #steps: Step[] = [];

  /** Throws `ConfigurationError`. */
  constructor(method: unknown, target: unknown, conditions: RouteConditions) {
    if (typeof method !== 'string' || !/^(\*|[!#$%&'*+.^_`|~\w-]+)$/.test(method)) {
      throw refusal(refuse, 'method', method, "a method such as 'GET', or '*' for any");
    }
    this.#method = method.toUpperCase();
    this.#target = targetMatcher(target);
    this.#conditions = new Conditions(conditions, this.#target.query);
    this.needsBody = this.#target.needsBody || this.#conditions.needsBody;
    this.label = `${this.#method} ${this.#target.label}`;
  }

  /** Replies that are certain to be expected and have not been asked for. */
  get outstanding(): number {
    return this.#steps.reduce((sum, { left }) => (left === Infinity ? sum : sum + left), 0);
  }

  /** Whether method and target fit; whatever the body. */
  fitsHead(request: MockRequest): boolean {
    return this.#fitsMethod(request) && (this.#target.needsBody || this.#target.match(request) !== undefined);
  }

  /** Why it does not answer this request, one reason each; none when it does. */
  mismatches(request: MockRequest): readonly string[] {
    const reasons: string[] = [];
    if (!this.#fitsMethod(request)) reasons.push(`the method is ${request.method}`);
    if (this.#target.match(request) === undefined) reasons.push(`the path is ${request.path}`);
    // The body of a request for another route may not have been read.
    reasons.push(...this.#conditions.mismatches(request, reasons.length === 0));
    if (reasons.length > 0) return reasons;
    if (this.#steps.length === 0) return ['it has no reply'];
    return this.#steps.some(({ left }) => left > 0)
      ? []
      : [`its replies are used up, after ${this.calls.length}`];
  }

  /** What comes next in the sequence; takes it. */
  take(request: MockRequest): Step {
    const step = this.#steps.find(({ left }) => left > 0) as Step;
    step.left -= 1;
    request.params = this.#target.match(request) ?? {};
    this.calls.push(request);
    return step;
  }

  reply(first: number | ReplyFunction<never>, body?: unknown, headers?: ReplyHeaders): this {
    return this.#add(replyAnswer(first, body, headers), Infinity);
  }
  replyOnce(first: number | ReplyFunction<never>, body?: unknown, headers?: ReplyHeaders): this {
    return this.#add(replyAnswer(first, body, headers), 1);
  }
  fail(fault: MockFault<never>, options?: MockFaultOptions): this {
    return this.#add({ kind: 'fail', fault: prepareFault(fault, options) }, Infinity);
  }
  failOnce(fault: MockFault<never>, options?: MockFaultOptions): this {
    return this.#add({ kind: 'fail', fault: prepareFault(fault, options) }, 1);
  }
  stall(phase: StallPhase): this {
    return this.#add(stallAnswer(phase), Infinity);
  }
  stallOnce(phase: StallPhase): this {
    return this.#add(stallAnswer(phase), 1);
  }

  delay(delays: number | Delays): this {
    this.#last('delay').delays = readDelays(delays);
    return this;
  }
  times(count: number): this {
    this.#last('times').left = checkCount(refuse, 'times', count, 1);
    return this;
  }
  once(): this {
    return this.times(1);
  }
  persist(): this {
    return this.times(Infinity);
  }

  chunked(pacing: Pacing): this {
    const given = checkKeys(refuse, 'chunked', pacing, ['size', 'delay']);
    const { size = Infinity, delay = 0 } = given;
    return this.#shape('chunked', {
      size: checkCount(refuse, 'chunked.size', size, 1),
      gap: checkSpan(refuse, 'chunked.delay', delay),
    });
  }
  truncated(after?: number): this {
    const size = this.#replySize('truncated');
    const truncatedAfter = after ?? (size === undefined ? 0 : Math.floor(size / 2));
    return this.#shape('truncated', { truncatedAfter: checkCount(refuse, 'truncated', truncatedAfter, 0) });
  }
  stalled(after: number = Infinity): this {
    return this.#shape('stalled', { stalledAfter: checkCount(refuse, 'stalled', after, 0) });
  }

  #fitsMethod(request: MockRequest): boolean {
    return this.#method === '*' || this.#method === request.method;
  }

  #add(answer: Answer, left: number): this {
    if (this.#steps.at(-1)?.left === Infinity) {
      throw new ConfigurationError(
        `The reply of ${this.label} before this one answers all requests; say how many with replyOnce(), once() or times()`,
      );
    }
    this.#steps.push(newStep(answer, left));
    return this;
  }

  #last(what: string): Step {
    const step = this.#steps.at(-1);
    if (step !== undefined) return step;
    throw new ConfigurationError(`${what}() changes the reply before it: ${this.label} has none yet`);
  }

  #shape(what: string, shape: Partial<Step['shape']>): this {
    const step = this.#last(what);
    if (step.answer.kind === 'fail' || step.answer.kind === 'stall') {
      throw new ConfigurationError(`${what}() changes a body: the reply of ${this.label} before it has none`);
    }
    step.shape = { ...step.shape, ...shape };
    return this;
  }

  #replySize(what: string): number | undefined {
    const { answer } = this.#last(what);
    if (answer.kind !== 'reply' || !('bytes' in answer.reply.body)) return undefined;
    return answer.reply.body.bytes.byteLength;
  }
}

function replyAnswer(first: unknown, body: unknown, headers: ReplyHeaders | undefined): Answer {
  if (typeof first === 'function') {
    return { kind: 'call', call: first as Extract<Answer, { kind: 'call' }>['call'] };
  }
  return { kind: 'reply', reply: prepareReply({ status: first, body, headers }) };
}

function stallAnswer(phase: unknown): Answer {
  if (stallPhases.includes(phase as StallPhase)) return { kind: 'stall', phase: phase as StallPhase };
  throw refusal(refuse, 'stall', phase, `one of ${stallPhases.join(', ')}`);
}
