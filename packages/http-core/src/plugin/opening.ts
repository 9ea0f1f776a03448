import { causeSuffix } from '../errors/describe-cause.ts';
import { ClientError } from '../errors/index.ts';
import type { Registered } from './registry.ts';

/** Opens the plugins of one client once, those of its parent before them. */
export class Opening {
  readonly #own: readonly Registered[];
  readonly #parent: Opening | undefined;
  /** Another try after a failure leaves these alone. */
  readonly #opened = new Set<Registered>();
  #running: Promise<void> | undefined;
  #isOpen = false;
  #isOver = false;

  constructor(own: readonly Registered[], parent: Opening | undefined) {
    this.#own = own;
    this.#parent = parent;
  }

  /** A client that added nothing to open is as open as its parent. */
  get isOpen(): boolean {
    if (this.#isOpen) return true;
    const isParentOpen = this.#parent?.isOpen === true;
    return isParentOpen && this.#own.every(({ contribution }) => contribution.open === undefined);
  }

  /** What is under way, or was: `undefined` before the first try and after a failure. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** Opens no plugin from now on. */
  end(): void {
    this.#isOver = true;
  }

  /** Runs every `open` hook once, in order; after a failure the next try goes on with the plugin that failed. */
  async run(): Promise<void> {
    try {
      await this.#once();
    } catch (failure) {
      // An error of its own for everybody who waited: each gets its own request and call site.
      const { plugin, cause } = failure as OpenFailure;
      throw new ClientError(`Plugin '${plugin}' failed to open${causeSuffix(cause)}`, { cause });
    }
  }

  #once(): Promise<void> {
    if (this.#running !== undefined) return this.#running;
    const running = this.#openAll();
    this.#running = running;
    running.catch(() => {
      this.#running = undefined;
    });
    return running;
  }

  async #openAll(): Promise<void> {
    // Also without a parent: were it open at once, the next call would overtake the one that opens it.
    await (this.#parent === undefined ? undefined : this.#parent.#once());
    for (const registered of this.#own) {
      if (this.#opened.has(registered) || this.#isOver) continue;
      try {
        await registered.contribution.open?.();
      } catch (cause) {
        const failure: OpenFailure = { plugin: registered.name, cause };
        throw failure;
      }
      this.#opened.add(registered);
    }
    this.#isOpen = !this.#isOver;
  }
}

interface OpenFailure {
  readonly plugin: string;
  readonly cause: unknown;
}
