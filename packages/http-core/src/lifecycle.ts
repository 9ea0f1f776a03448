import { ClientClosedError, ClientError, ClientNotOpenError } from './errors/index.ts';
import type { Lifetime } from './lifetime.ts';
import type { Clock } from './clock.ts';
import type { Registered } from './registry.ts';

/** Options of `close()`. */
export interface CloseOptions {
  /** Milliseconds that running calls may take to finish; 5,000 unless given. */
  readonly grace?: number | undefined;
}

const defaultGrace = 5_000;

interface LifecycleParts {
  readonly name: string;
  readonly clock: Clock;
  readonly isLazy: boolean;
  /** The plugins this client set up itself; a parent's stay the parent's. */
  readonly own: readonly Registered[];
  /** Closes the transport, where the client owns it. */
  readonly closeTransport: (() => Promise<void>) | undefined;
  readonly parent: Lifecycle | undefined;
}

/** Opens the plugins once, counts the calls under way, and closes in the opposite order. */
export class Lifecycle {
  readonly #parts: LifecycleParts;
  readonly #running = new Set<Lifetime>();
  #opening: Promise<void> | undefined;
  #isOpen = false;
  #closing: Promise<void> | undefined;
  #idle: (() => void) | undefined;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined || this.#parts.parent?.isClosed === true;
  }

  /** Whether calls may go on without waiting. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Throws when no call may begin. */
  check(): void {
    if (this.isClosed) throw new ClientClosedError(this.#parts.name);
    if (!this.#isOpen && !this.#parts.isLazy && this.#opening === undefined) {
      throw new ClientNotOpenError(this.#parts.name);
    }
  }

  /** Runs every `open` hook once, in order; a failure leaves the client closed to calls and may be tried again. */
  open(): Promise<void> {
    if (this.isClosed) return Promise.reject(new ClientClosedError(this.#parts.name));
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    await this.#parts.parent?.open();
    for (const { name, contribution } of this.#parts.own) {
      if (contribution.open === undefined) continue;
      try {
        await contribution.open();
      } catch (cause) {
        throw new ClientError(`Plugin '${name}' failed to open`, { cause });
      }
    }
    this.#isOpen = true;
  }

  enter(lifetime: Lifetime): void {
    this.#running.add(lifetime);
    this.#parts.parent?.enter(lifetime);
  }

  leave(lifetime: Lifetime): void {
    this.#running.delete(lifetime);
    if (this.#running.size === 0) this.#idle?.();
    this.#parts.parent?.leave(lifetime);
  }

  /** Refuses new calls, gives running ones `grace` milliseconds, ends what is left, then closes plugins and transport. */
  close(options: CloseOptions = {}): Promise<void> {
    return (this.#closing ??= this.#close(options.grace ?? defaultGrace));
  }

  async #close(grace: number): Promise<void> {
    const { clock, own, closeTransport, name } = this.#parts;
    if (this.#running.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = clock.schedule(grace, resolve);
        this.#idle = () => {
          timer.cancel();
          resolve();
        };
      });
    }
    for (const lifetime of this.#running) lifetime.abort(new ClientClosedError(name));
    const failures: unknown[] = [];
    for (const { contribution } of own.toReversed()) {
      try {
        await contribution.close?.();
      } catch (error) {
        failures.push(error);
      }
    }
    await closeTransport?.();
    if (failures.length > 0) throw new ClientError('A plugin failed to close', { cause: failures[0] });
  }
}
