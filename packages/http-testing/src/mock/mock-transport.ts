import {
  definePlugin,
  type Host,
  optionChecks,
  type Plugin,
  type Transport,
  TransportError,
  type WireRequest,
} from '@x/http-core';

import { ExchangeCourse } from './exchange-course.ts';
import { MockError } from './mock-error.ts';
import { MockExchange } from './mock-exchange.ts';
import { MockRequest } from './mock-request.ts';
import type { PathParams } from './path-pattern.ts';
import type { RouteConditions } from './route-conditions.ts';
import { RouteTable } from './route-table.ts';
import type { RouteTarget } from './route-target.ts';
import { MockRoute, type Route, type RouteAnswers } from './route.ts';

const { checkBoolean, checkKeys, refuseConfiguration: refuse } = optionChecks;

/** Options of `mockTransport`. */
export interface MockTransportOptions {
  /** Whether an exchange that has ended well leaves its socket for the next one with that origin; false unless given: every socket is fresh. */
  readonly keepAlive?: boolean | undefined;
}

/** Requests in the order they came. */
export interface CallLog extends ReadonlyArray<MockRequest> {
  /** Those that this route has answered. */
  for<Params>(route: Pick<Route<Params>, 'calls'>): readonly MockRequest<Params>[];
}

/** A transport without a wire, as a plugin. One mock may serve several clients; each brings its own clock. */
export interface MockTransport extends Plugin<'mock'> {
  /** A route; the first that matches and is not used up answers. `'*'` is any method. Throws `ConfigurationError`. */
  on<const Target extends RouteTarget>(
    method: string,
    target: Target,
    conditions?: RouteConditions,
  ): RouteAnswers<PathParams<Target>>;
  /** The same, asked before every route that is there already: for one test that wants it otherwise. */
  override<const Target extends RouteTarget>(
    method: string,
    target: Target,
    conditions?: RouteConditions,
  ): RouteAnswers<PathParams<Target>>;
  /** Every request that has come, matched or not. */
  readonly calls: CallLog;
  /** Replies with a number (`replyOnce`, `times`) that have not been asked for, as `GET /users/1 (1 more)`. */
  readonly pending: readonly string[];
  /** Throws a `MockError` when replies are pending, or when a request had no answer, whatever became of its error. */
  assertDone(): void;
  /** Forgets routes, calls and mistakes. */
  reset(): void;
}

/** A transport that answers from routes. Throws `ConfigurationError` for options that are wrong. */
export function mockTransport(options: MockTransportOptions = {}): MockTransport {
  const given = checkKeys(refuse, 'mockTransport', options, ['keepAlive']);
  const keepAlive =
    given['keepAlive'] === undefined ? false : checkBoolean(refuse, 'keepAlive', given['keepAlive']);
  const mock = new Mock();
  const plugin = definePlugin({
    name: 'mock',
    contract: 1,
    setup: (host) => ({ transport: new MockWire(mock, host, keepAlive), callOptions: {} }),
  });
  return Object.defineProperties(plugin, {
    on: {
      value: (method: string, target: RouteTarget, conditions?: RouteConditions) =>
        mock.add(method, target, conditions, false),
    },
    override: {
      value: (method: string, target: RouteTarget, conditions?: RouteConditions) =>
        mock.add(method, target, conditions, true),
    },
    calls: { get: () => mock.calls },
    pending: { get: () => mock.pending },
    assertDone: { value: () => mock.assertDone() },
    reset: { value: () => mock.reset() },
  }) as MockTransport;
}

/** What the clients of one mock share. */
class Mock {
  table = new RouteTable();
  calls: CallLog = newLog();
  mistakes: Error[] = [];

  add(method: string, target: RouteTarget, conditions: RouteConditions = {}, isFirst: boolean): MockRoute {
    const route = new MockRoute(method, target, conditions);
    if (isFirst) this.table.routes.unshift(route);
    else this.table.routes.push(route);
    return route;
  }

  get pending(): readonly string[] {
    return this.table.routes
      .filter(({ outstanding }) => outstanding > 0)
      .map(({ label, outstanding }) => `${label} (${outstanding} more)`);
  }

  assertDone(): void {
    const { mistakes, pending } = this;
    if (mistakes.length > 0) {
      const shown = mistakes.map(({ message }) => message).join('\n');
      throw new MockError(`${count(mistakes.length, 'request')} had no answer:\n${shown}`, {
        cause: mistakes[0],
      });
    }
    if (pending.length > 0) throw new MockError(`Replies that nobody has asked for: ${pending.join(', ')}`);
  }

  reset(): void {
    this.table = new RouteTable();
    this.calls = newLog();
    this.mistakes = [];
  }
}

/** The mock as one client sees it. */
class MockWire implements Transport {
  readonly name = 'mock';
  // Both, so that a client whose proxy or HTTP/2 is none of the test's business can be made.
  readonly features: Transport['features'] = new Set(['proxy', 'http2'] as const);
  readonly #mock: Mock;
  readonly #host: Host;
  readonly #keepAlive: boolean;
  readonly #running = new Set<ExchangeCourse>();
  readonly #idleSockets = new Map<string, number>();
  #isClosed = false;

  constructor(mock: Mock, host: Host, keepAlive: boolean) {
    this.#mock = mock;
    this.#host = host;
    this.#keepAlive = keepAlive;
  }

  exchange(wire: WireRequest): ReturnType<Transport['exchange']> {
    const { clock, options } = this.#host;
    const course = new ExchangeCourse(clock);
    wire.onAbort((reason) => {
      course.fail(reason);
      return course.ledgerEvidence;
    });
    if (this.#isClosed) course.fail(new TransportError('The transport has been closed', course.evidence));
    if (course.failure !== undefined) return Promise.reject(course.failure.error);
    const { calls, table, mistakes } = this.#mock;
    const request = new MockRequest(wire, calls.length, clock.now(), options.baseUrl);
    (calls as unknown as MockRequest[]).push(request);
    this.#running.add(course);
    const route = `${wire.url.origin} ${request.proxy ?? ''}`;
    return new MockExchange(wire, request, {
      course,
      needsBody: (one) => table.needsBody(one),
      take: (one) => table.take(one),
      takeSocket: () => wire.freshSocket !== true && this.#moveSocket(route, -1),
      over: (isWhole) => {
        this.#running.delete(course);
        if (isWhole && this.#keepAlive) this.#moveSocket(route, 1);
      },
      report: (error) => void mistakes.push(error),
    }).run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const course of this.#running) {
      course.fail(new TransportError('The transport has been closed', course.evidence));
    }
    this.#idleSockets.clear();
  }

  #moveSocket(route: string, by: number): boolean {
    const idle = (this.#idleSockets.get(route) ?? 0) + by;
    if (idle >= 0) this.#idleSockets.set(route, idle);
    return idle >= 0;
  }
}

function newLog(): CallLog {
  const log: MockRequest[] = [];
  return Object.defineProperty(log, 'for', {
    value: (route: { readonly calls: readonly MockRequest[] }) => route.calls,
  }) as unknown as CallLog;
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
