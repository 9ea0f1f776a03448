import type { Lifetime } from '../call/lifetime.ts';
import { causeSuffix } from '../errors/describe-cause.ts';
import { ClientClosedError, ClientError, ClientNotOpenError } from '../errors/index.ts';
import { Opening } from '../plugin/opening.ts';
import type { Registered } from '../plugin/registry.ts';
import { SlotList } from '../slot-list.ts';
import type { Clock } from '../time/clock.ts';

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
  readonly #opening: Opening;
  readonly #running = new SlotList<Lifetime>();
  /** By slot: the one that the same call has in the parent. */
  readonly #slotsInParent: number[] = [];
  #closing: Promise<void> | undefined;
  /** Whether the grace period is over. */
  #isEnding = false;
  #changed: (() => void) | undefined;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
    const { parent } = parts;
    this.#opening = new Opening(parts.own, parent === undefined ? undefined : parent.#opening);
  }

  get isClosed(): boolean {
    return this.#closing !== undefined || this.#parts.parent?.isClosed === true;
  }

  /** Whether calls may go on without waiting. */
  get isOpen(): boolean {
    return this.#opening.isOpen;
  }

  /** Throws when no call may begin. */
  check(): void {
    if (this.isClosed) throw new ClientClosedError(this.#parts.name);
    if (!this.#parts.isLazy && !this.isOpen && this.#opening.running === undefined) {
      throw new ClientNotOpenError(this.#parts.name);
    }
  }

  /** Opens the plugins unless they are; `ClientError` when one fails, after which it may be tried again. */
  async open(): Promise<void> {
    if (this.isClosed) throw new ClientClosedError(this.#parts.name);
    await this.openForCall();
  }

  /** The same for a call that began before `close()`, and so may still finish. */
  async openForCall(): Promise<void> {
    await this.#opening.run();
    if (this.#isEnding) throw new ClientClosedError(this.#parts.name);
  }

  /** A call begins; the number returned ends it. */
  enter(lifetime: Lifetime): number {
    const slot = this.#running.add(lifetime);
    const { parent } = this.#parts;
    if (parent !== undefined) this.#slotsInParent[slot] = parent.enter(lifetime);
    return slot;
  }

  leave(slot: number): void {
    this.#running.remove(slot);
    this.#changed?.();
    this.#parts.parent?.leave(this.#slotsInParent[slot] as number);
  }

  /** Refuses new calls, gives running ones `grace` milliseconds, ends what is left, then closes plugins and transport. */
  close(options: CloseOptions = {}): Promise<void> {
    return (this.#closing ??= this.#close(options.grace ?? defaultGrace));
  }

  async #close(grace: number): Promise<void> {
    const { own, closeTransport, name } = this.#parts;
    await this.#settled(grace);
    this.#isEnding = true;
    this.#opening.end();
    for (const lifetime of this.#running.items()) lifetime.abort(new ClientClosedError(name));
    await closeAll(own, closeTransport);
  }

  /** Waits for running calls, and for plugins that are still opening, but no longer than `grace`. */
  #settled(grace: number): Promise<void> {
    const opening = this.isOpen ? undefined : this.#opening.running;
    if (this.#running.size === 0 && opening === undefined) return Promise.resolve();
    return new Promise<void>((resolve) => {
      let isOpening = opening !== undefined;
      const timer = this.#parts.clock.schedule(grace, resolve);
      const changed = (): void => {
        if (isOpening || this.#running.size > 0) return;
        timer.cancel();
        resolve();
      };
      const opened = (): void => {
        isOpening = false;
        changed();
      };
      this.#changed = changed;
      opening?.then(opened, opened);
    });
  }
}

/** Last in, first out, whatever fails; the first failure is thrown at the end. */
async function closeAll(
  own: readonly Registered[],
  closeTransport: LifecycleParts['closeTransport'],
): Promise<void> {
  let failure: ClientError | undefined;
  const attempt = async (what: string, close: (() => void | Promise<void>) | undefined): Promise<void> => {
    try {
      await close?.();
    } catch (cause) {
      failure ??= new ClientError(`${what} failed to close${causeSuffix(cause)}`, { cause });
    }
  };
  for (const { name, contribution } of own.toReversed()) {
    await attempt(`Plugin '${name}'`, contribution.close);
  }
  await attempt('The transport', closeTransport);
  if (failure !== undefined) throw failure;
}
