import { describeValue } from './describe-value.ts';
import { ConfigurationError } from './errors/index.ts';
import { redactDetail } from './redact/redact-detail.ts';
import { tell } from './tell.ts';

/** A listener of `client.on`; what it throws never reaches the call. */
export type Listener = (detail: Readonly<Record<string, unknown>>) => void;

interface DiagnosticsChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}
type ChannelFactory = (name: string) => DiagnosticsChannel;

/** The one place where events leave: to `client.on` listeners and to `node:diagnostics_channel`, redacted on the way. */
export class Emitter {
  readonly #client: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #channels = new Map<string, DiagnosticsChannel>();
  readonly #channelFor: ChannelFactory | undefined;

  constructor(client: string) {
    this.#client = client;
    this.#channelFor = diagnosticsChannel();
  }

  /** Listens until the returned function is called. */
  on(event: string, listener: Listener): () => void {
    if (typeof event !== 'string' || typeof listener !== 'function') {
      throw new ConfigurationError(
        `on takes the name of an event and a function, but was given ${describeValue(event)} and ${describeValue(listener)}`,
      );
    }
    let listeners = this.#listeners.get(event);
    if (listeners === undefined) this.#listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  hasListeners(event: string): boolean {
    const listeners = this.#listeners.get(event);
    return (listeners !== undefined && listeners.size > 0) || this.#channel(event)?.hasSubscribers === true;
  }

  /** Free when nobody listens. */
  emit(event: string, detail: object): void {
    const listeners = this.#listeners.get(event);
    const channel = this.#channel(event);
    const isPublished = channel?.hasSubscribers === true;
    if ((listeners === undefined || listeners.size === 0) && !isPublished) return;
    const safe = Object.freeze({ ...redactDetail(detail), event, client: this.#client });
    if (isPublished) channel.publish(safe);
    if (listeners !== undefined) for (const listener of [...listeners]) tell(listener, safe);
  }

  #channel(event: string): DiagnosticsChannel | undefined {
    if (this.#channelFor === undefined) return undefined;
    let channel = this.#channels.get(event);
    if (channel === undefined) this.#channels.set(event, (channel = this.#channelFor(`@x/http:${event}`)));
    return channel;
  }
}

/** Node's channels where there is Node; found without an import so that the module loads in a browser. */
function diagnosticsChannel(): ChannelFactory | undefined {
  const found = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  return found === undefined ? undefined : (name) => found.channel(name);
}
