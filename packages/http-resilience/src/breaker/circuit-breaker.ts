import { type Clock, ConfigurationError, type HttpRequest } from '@x/http-core';
import { ConsecutiveBreaker, type IBreaker } from 'cockatiel';

import { type BreakerOptions, type BreakerSettings, readBreaker } from './breaker-options.ts';
import { Circuit, type CircuitState } from './circuit.ts';
import { RateWindow } from './rate-window.ts';
import { readSaved } from './saved-circuits.ts';

/** What `save` keeps of one circuit. */
export interface SavedCircuit {
  readonly key: string;
  readonly state: 'closed' | 'open' | 'isolated';
  /** Milliseconds that were left until a probe could go out; 0 unless open. */
  readonly retryAfter: number;
  /** What the circuit had counted. */
  readonly counted: unknown;
}

/** The state of a breaker as plain data: fit for JSON, free of clocks, so that another process can go on with it. */
export interface SavedCircuits {
  readonly isIsolated: boolean;
  readonly circuits: readonly SavedCircuit[];
}

/** A breaker in the hands of the application: give it to one client, or to several that should know of each other's failures. */
export interface CircuitBreaker {
  /** `closed` for a key that was never used. With keys by origin, any URL of the origin will do. */
  state(key: string): CircuitState;
  /** Refuses every call, of one key or of all, until `reset`. */
  isolate(key?: string): void;
  /** Closes the circuit of one key, or of all, and forgets what was counted. */
  reset(key?: string): void;
  save(): SavedCircuits;
  /** Takes the place of every state there is. `ConfigurationError` for what `save` did not make. */
  restore(saved: SavedCircuits): void;
}

/** A circuit breaker to share or to control; `breaker: {...}` makes one per client. `ConfigurationError` for a wrong option. */
export function circuitBreaker(options: BreakerOptions = {}): CircuitBreaker {
  return new Circuits(readBreaker(options));
}

/** The circuits of one breaker by key, the least recently used dropped first, isolated ones last. */
export class Circuits implements CircuitBreaker {
  readonly settings: BreakerSettings;
  readonly #circuits = new Map<string, Circuit>();
  #isIsolated = false;
  #clock: Pick<Clock, 'now'> | undefined;
  #restored: SavedCircuits | undefined;
  #lastKey: string | undefined;
  #last: Circuit | undefined;
  #lastOrigin = '';
  /** Of every URL of that origin, which has no user in it. */
  #lastPrefix = '\n';

  constructor(settings: BreakerSettings) {
    this.settings = settings;
  }

  /** Whether every key is isolated. */
  get isIsolated(): boolean {
    return this.#isIsolated;
  }

  /** Goes by this clock from now on, unless it has one. */
  attach(clock: Pick<Clock, 'now'>): void {
    if (this.#clock !== undefined) return;
    this.#clock = clock;
    if (this.#restored !== undefined) this.restore(this.#restored);
  }

  keyOf(request: HttpRequest): string {
    const { key } = this.settings;
    if (key === undefined) {
      // Most requests go where the one before went, and an origin is made anew each time it is read.
      if (!request.url.startsWith(this.#lastPrefix)) this.#setOrigin(request.origin);
      return this.#lastOrigin;
    }
    const given: unknown = key(request);
    if (typeof given === 'string') return given;
    throw new ConfigurationError(`Option 'breaker.key' must return a string, not ${typeof given}`);
  }

  #setOrigin(origin: string): void {
    this.#lastOrigin = origin;
    this.#lastPrefix = `${origin}/`;
  }

  /** The circuit of a key, made when it is new. */
  circuit(key: string): Circuit {
    if (key === this.#lastKey) return this.#last as Circuit;
    const circuit = this.#circuits.get(key) ?? this.#make();
    this.#circuits.delete(key);
    this.#circuits.set(key, circuit);
    if (this.#circuits.size > this.settings.maxKeys) this.#evict();
    this.#lastKey = key;
    this.#last = circuit;
    return circuit;
  }

  state(key: string): CircuitState {
    if (this.#isIsolated) return 'isolated';
    return this.#circuits.get(this.#normal(key))?.state ?? 'closed';
  }

  isolate(key?: string): void {
    if (key === undefined) this.#isIsolated = true;
    else this.circuit(this.#normal(key)).isolate();
  }

  reset(key?: string): void {
    if (key !== undefined) return this.#circuits.get(this.#normal(key))?.reset();
    this.#isIsolated = false;
    for (const circuit of this.#circuits.values()) circuit.reset();
  }

  save(): SavedCircuits {
    const now = this.#now();
    const circuits = [...this.#circuits].map(([key, circuit]): SavedCircuit => {
      // The probe of a half-open circuit does not outlive its process: the next one may go out at once.
      const state = circuit.state === 'half-open' ? 'open' : circuit.state;
      return { key, state, retryAfter: circuit.retryAfter(now) ?? 0, counted: circuit.counter.state };
    });
    return { isIsolated: this.#isIsolated, circuits };
  }

  restore(saved: SavedCircuits): void {
    const { isIsolated, circuits } = readSaved(saved);
    if (this.#clock === undefined) this.#restored = saved;
    this.#isIsolated = isIsolated;
    this.#circuits.clear();
    this.#lastKey = this.#last = undefined;
    for (const { key, state, retryAfter, counted } of circuits) {
      const circuit = this.circuit(key);
      if (counted !== undefined) circuit.counter.state = counted;
      if (state === 'open') circuit.reopen(this.#now(), retryAfter);
      else if (state === 'isolated') circuit.isolate();
    }
  }

  #now(): number {
    return this.#clock?.now() ?? 0;
  }

  #make(): Circuit {
    const { openFor, successThreshold } = this.settings;
    return new Circuit(() => this.#counter(), openFor, successThreshold);
  }

  #counter(): IBreaker {
    const { rate, failureThreshold } = this.settings;
    return rate === undefined
      ? new ConsecutiveBreaker(failureThreshold)
      : new RateWindow(rate, () => this.#now());
  }

  #evict(): void {
    for (const [key, { state }] of this.#circuits) {
      if (state === 'isolated') continue;
      this.#circuits.delete(key);
      return;
    }
  }

  #normal(key: string): string {
    if (this.settings.key !== undefined) return key;
    return URL.parse(key)?.origin ?? key;
  }
}
