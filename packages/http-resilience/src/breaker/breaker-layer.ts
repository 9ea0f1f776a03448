import {
  type Call,
  CircuitOpenError,
  classify,
  type Host,
  type HttpRequest,
  RetryBudgetExhaustedError,
  RetryExhaustedError,
  type Send,
} from '@x/http-core';

import { report } from '../report.ts';
import type { ResilienceCallOptions } from '../resilience-options.ts';
import type { BreakerSettings } from './breaker-options.ts';
import type { Circuits } from './circuit-breaker.ts';
import { type Circuit, type CircuitState, type Health, refused } from './circuit.ts';

/** What a breaker needs of a call or of an attempt. */
interface Guarded extends Pick<Call, 'onAbort'> {
  readonly request: HttpRequest;
  readonly options: Readonly<ResilienceCallOptions>;
}

/** Fills `breaker`, around retry or inside it: refuses at once while the circuit is open, and learns from what passes. */
export function breakerLayer(circuits: Circuits, host: Host): <C extends Guarded>(inner: Send<C>) => Send<C> {
  circuits.attach(host.clock);
  return (inner) => (context) => {
    if (context.options.breaker === false) return inner(context);
    const key = circuits.keyOf(context.request);
    const circuit = circuits.circuit(key);
    const passage = new Passage(circuits.settings, host, circuit, key, context);
    if (circuits.isIsolated || !passage.enter()) return Promise.reject(passage.refuse(circuits.isIsolated));
    try {
      return inner(context).then(
        (response) => {
          passage.leave(response);
          return response;
        },
        (error: unknown) => {
          passage.leave(error);
          throw error;
        },
      );
    } catch (error) {
      passage.leave(error);
      throw error;
    }
  };
}

/** One call on its way through a circuit. */
class Passage {
  readonly #settings: BreakerSettings;
  readonly #host: Host;
  readonly #circuit: Circuit;
  readonly #key: string;
  readonly #context: Guarded;
  #epoch: number = refused;
  #offAbort: (() => void) | undefined;

  constructor(settings: BreakerSettings, host: Host, circuit: Circuit, key: string, context: Guarded) {
    this.#settings = settings;
    this.#host = host;
    this.#circuit = circuit;
    this.#key = key;
    this.#context = context;
  }

  enter(): boolean {
    const { state } = this.#circuit;
    this.#epoch = this.#circuit.enter(this.#host.clock.now());
    if (this.#circuit.state !== state) this.#tell();
    if (this.#epoch === refused) return false;
    // A probe that hangs must not keep its place: whatever the layers inside do, the end of the call ends it.
    if (this.#circuit.state === 'half-open') {
      this.#offAbort = this.#context.onAbort((reason) => this.leave(reason));
    }
    return true;
  }

  leave(outcome: unknown): void {
    const epoch = this.#epoch;
    if (epoch === refused) return;
    this.#epoch = refused;
    this.#offAbort?.();
    const { state } = this.#circuit;
    let health: Health = 'neither';
    try {
      health = healthOf(this.#settings, outcome);
    } finally {
      this.#circuit.leave(epoch, health, this.#host.clock.now());
      if (this.#circuit.state !== state) this.#tell();
    }
  }

  refuse(isIsolated: boolean): CircuitOpenError {
    const retryAfter = isIsolated ? undefined : this.#circuit.retryAfter(this.#host.clock.now());
    const { request } = this.#context;
    const key = this.#key;
    report(this.#host, 'circuit.rejected', this.#context, { key, retryAfter });
    return new CircuitOpenError({
      key,
      retryAfter,
      isIsolated: isIsolated || this.#circuit.state === 'isolated',
      request,
      sent: 'none',
    });
  }

  #tell(): void {
    const event = eventFor[this.#circuit.state];
    if (event === undefined) return;
    report(this.#host, event, this.#context, { key: this.#key, openFor: this.#settings.openFor });
  }
}

const eventFor: Readonly<Record<CircuitState, `circuit.${'closed' | 'half_open' | 'opened'}` | undefined>> = {
  closed: 'circuit.closed',
  'half-open': 'circuit.half_open',
  open: 'circuit.opened',
  isolated: undefined,
};

function healthOf({ isFailure }: BreakerSettings, outcome: unknown): Health {
  const sorted = classify(beneath(outcome));
  if (sorted.kind === 'aborted' || sorted.kind === 'policy') return 'neither';
  const isBad = isFailure === undefined ? sorted.isFailure : isFailure(sorted);
  return isBad ? 'failure' : 'success';
}

/** A retry layer that gave up refused nothing of its own accord: the peer's last outcome is what counts. */
function beneath(outcome: unknown): unknown {
  const isWrapped = outcome instanceof RetryBudgetExhaustedError || outcome instanceof RetryExhaustedError;
  return isWrapped ? (outcome.lastResponse ?? outcome.lastError) : outcome;
}
