import {
  type ClientError,
  isClientError,
  type PhaseTimeouts,
  ResponseTooLargeError,
  type WireRequest,
  type WireResponse,
} from '@x/http-core';

import { CollectedBytes } from './collected-bytes.ts';
import type { ExchangeCourse } from './exchange-course.ts';
import { MockBodyStream } from './mock-body-stream.ts';
import { MockError } from './mock-error.ts';
import type { MockRequest } from './mock-request.ts';
import { MockUpload } from './mock-upload.ts';
import { isBodiless, type PreparedReply, prepareReply } from './reply.ts';
import { shapedBody } from './shaped-body.ts';
import type { StallPhase, Step } from './step.ts';

/** What an exchange needs of the mock and of its client. */
export interface ExchangeSurroundings {
  readonly course: ExchangeCourse;
  /** Whether some route has to see the body before one can be chosen. */
  needsBody(request: MockRequest): boolean;
  /** The step that answers; throws for a request that no route answers. */
  take(request: MockRequest): Step;
  /** Takes a kept-alive socket, if there is one. */
  takeSocket(): boolean;
  /** The exchange is over; a whole one leaves its socket behind. */
  over(isWhole: boolean): void;
  /** Something that is the test's own fault. */
  report(error: ClientError): void;
}

/** One exchange from the waiting line to the last byte of the body, along the step that answers it. */
export class MockExchange {
  readonly #wire: WireRequest;
  readonly #request: MockRequest;
  readonly #around: ExchangeSurroundings;
  readonly #course: ExchangeCourse;
  readonly #upload: MockUpload;

  constructor(wire: WireRequest, request: MockRequest, around: ExchangeSurroundings) {
    this.#wire = wire;
    this.#request = request;
    this.#around = around;
    this.#course = around.course;
    this.#upload = new MockUpload(wire, this.#course);
  }

  /** Settles at the head, or at the end of the body where it is collected. */
  async run(): Promise<WireResponse> {
    try {
      return await this.#follow();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  async #follow(): Promise<WireResponse> {
    const course = this.#course;
    const { timeouts } = this.#wire;
    if (this.#around.needsBody(this.#request)) await this.#read();
    const step = this.#around.take(this.#request);
    const { answer, delays } = step;
    await this.#connect(step, timeouts);
    const sent = answer.kind === 'fail' ? answer.fault.sent : 'complete';
    if (sent === 'partial') await this.#read(() => this.#upload.some());
    else if (sent === 'complete') {
      if (isStall(step, 'upload')) {
        course.begin('upload', timeouts.idle);
        course.sent = 'partial';
        await course.stall();
      }
      await this.#read();
    }
    if (sent !== 'none') course.begin('headers', timeouts.headers);
    await course.wait(delays.headers ?? 0);
    if (isStall(step, 'headers')) await course.stall();
    return this.#answer(step);
  }

  async #connect(step: Step, timeouts: PhaseTimeouts): Promise<void> {
    const course = this.#course;
    const { answer, delays } = step;
    const pool = delays.pool ?? 0;
    if (pool > 0 || isStall(step, 'pool')) {
      this.#wire.onQueue?.(true);
      course.begin('pool', timeouts.pool);
      await (isStall(step, 'pool') ? course.stall() : course.wait(pool));
      this.#wire.onQueue?.(false);
    }
    course.reused = this.#around.takeSocket();
    const isDialStall = answer.kind === 'stall' && dialPhases.has(answer.phase);
    if (course.reused && !isDialStall) return;
    course.begin(isDialStall ? answer.phase : 'connect', timeouts.connect);
    await (isDialStall ? course.stall() : course.wait(delays.connect ?? 0));
  }

  async #read(read = (): Promise<void> => this.#upload.all()): Promise<void> {
    try {
      await read();
    } finally {
      this.#request.body = this.#upload.bytes;
    }
  }

  async #answer({ answer, delays, shape }: Step): Promise<WireResponse> {
    const course = this.#course;
    switch (answer.kind) {
      case 'reply':
        return this.#respond(answer.reply, shape, delays.body ?? 0);
      case 'call': {
        const given = await course.race((async () => answer.call(this.#request, course.context))());
        return this.#respond(prepareReply(given), shape, delays.body ?? 0);
      }
      case 'stall':
        return this.#respond(prepareReply({ body: '' }), { ...shape, stalledAfter: 0 }, 0);
      case 'fail': {
        const { fault } = answer;
        course.sent = fault.sent;
        course.reused = course.reused || (fault.reused && this.#wire.freshSocket !== true);
        course.responseStarted = fault.responseStarted;
        const { evidence } = course;
        const error = fault.make({
          request: this.#request,
          evidence,
          authority: authorityOf(this.#wire.url),
        });
        throw isClientError(error)
          ? error
          : new MockError(`The fault function for ${this.#request.label} gave no error of the tree`, {
              cause: error,
            });
      }
    }
  }

  async #respond(reply: PreparedReply, shape: Step['shape'], delay: number): Promise<WireResponse> {
    const course = this.#course;
    const { status, rawHeaders } = reply;
    const { collect, collectFor, method } = this.#wire;
    course.responseStarted = true;
    const limit =
      collect === undefined || collectFor === undefined ? collect : collectFor(status, rawHeaders);
    const hasBody = method !== 'HEAD' && !isBodiless(status);
    const declared = hasBody ? contentLengthOf(rawHeaders) : undefined;
    if (limit !== undefined && declared !== undefined && declared > limit) {
      throw new ResponseTooLargeError('declared', limit, course.evidence);
    }
    course.begin('body', limit === undefined ? undefined : this.#wire.timeouts.idle);
    const pieces = hasBody
      ? late(delay, course, () => shapedBody(reply.body, shape, declared, course))
      : nothing();
    if (limit !== undefined) return this.#response(reply, await this.#collect(pieces, limit), () => {});
    const stream = new MockBodyStream(
      pieces,
      course,
      (isWhole) => this.#finished(isWhole),
      (error) => this.#failed(error),
    );
    return this.#response(reply, stream, () => stream.destroy());
  }

  async #collect(pieces: AsyncGenerator<Uint8Array, void, undefined>, limit: number): Promise<Uint8Array> {
    const course = this.#course;
    const collected = new CollectedBytes();
    for (;;) {
      const { done, value } = await course.race(pieces.next());
      if (done === true) break;
      collected.add(value);
      if (collected.size > limit) throw new ResponseTooLargeError('streamed', limit, course.evidence);
      course.progress();
      this.#wire.onReceived?.(collected.size);
    }
    this.#finished(true);
    return collected.bytes;
  }

  #response(reply: PreparedReply, body: WireResponse['body'], destroy: () => void): WireResponse {
    const { status, statusText, rawHeaders } = reply;
    const { timings, reused: isReusedSocket } = this.#course;
    return { status, statusText, rawHeaders, httpVersion: '1.1', body, destroy, timings, isReusedSocket };
  }

  #finished(isWhole: boolean): void {
    if (isWhole) this.#course.finish();
    else this.#course.fail(undefined);
    this.#around.over(isWhole);
  }

  /** What a failure becomes: what ended the exchange from outside goes before; a mistake of the test is a `MockError`. */
  #failed(raised: unknown): unknown {
    const { failure } = this.#course;
    const error = failure === undefined ? this.#ofTheTree(raised) : failure.error;
    this.#course.fail(error);
    this.#upload.stop();
    this.#around.over(false);
    return error;
  }

  #ofTheTree(raised: unknown): unknown {
    if (this.#upload.failure?.error === raised && raised !== undefined) return raised;
    const error = isClientError(raised)
      ? raised
      : new MockError(mistake(this.#request, raised), { cause: raised });
    if (error instanceof MockError || error.code === 'ERR_HTTP_CONFIGURATION') this.#around.report(error);
    return error;
  }
}

const dialPhases: ReadonlySet<StallPhase> = new Set<StallPhase>(['dns', 'connect', 'tls', 'proxy']);

function isStall({ answer }: Step, phase: StallPhase): boolean {
  return answer.kind === 'stall' && answer.phase === phase;
}

function mistake(request: MockRequest, raised: unknown): string {
  const what = raised instanceof Error ? `${raised.name}: ${raised.message}` : `a ${typeof raised}`;
  return `The reply to ${request.label} threw ${what}`;
}

async function* late(
  delay: number,
  course: ExchangeCourse,
  open: () => AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (delay > 0) await course.wait(delay);
  yield* open();
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

function contentLengthOf(rawHeaders: readonly string[]): number | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === 'content-length') return Number(rawHeaders[index + 1]);
  }
  return undefined;
}

function authorityOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}
