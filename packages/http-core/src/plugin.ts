import type { Attempt, Call, Hop } from './call/context.ts';
import type { Decoder, DecoderTypes } from './decoder.ts';
import type { ResolvedClientOptions } from './options/client-options.ts';
import type { AttemptSlot, CallSlot, HopSlot } from './order.ts';
import type { HttpResponse } from './response.ts';
import type { Clock } from './time/clock.ts';
import type { ProxyTarget, Transport } from './transport/transport.ts';

/** The rest of the chain, seen from a layer. */
export type Send<C> = (context: C) => Promise<HttpResponse>;
/** Wraps the rest of the chain; runs once per client. */
export type Layer<C> = (inner: Send<C>) => Send<C>;

/** Checks the value of one call option; returns what is allowed when it does not fit ("a boolean"), else `undefined`. */
export type CallOptionCheck = (value: unknown) => string | undefined;

/** What a plugin puts into the client: layers by slot, decoders, a transport, hooks of the lifecycle. */
export interface Contribution<O extends object = object> {
  readonly call?:
    | ({ readonly [S in Exclude<CallSlot, 'retry'>]?: Layer<Call<O>> | undefined } & {
        readonly retry?: ((inner: Send<Attempt<O>>) => Send<Call<O>>) | undefined;
      })
    | undefined;
  readonly attempt?:
    | ({ readonly [S in Exclude<AttemptSlot, 'redirect'>]?: Layer<Attempt<O>> | undefined } & {
        readonly redirect?: ((inner: Send<Hop<O>>) => Send<Attempt<O>>) | undefined;
      })
    | undefined;
  readonly hop?: { readonly [S in HopSlot]?: Layer<Hop<O>> | undefined } | undefined;
  readonly decoders?: readonly Decoder[] | undefined;
  readonly transport?: Transport | undefined;
  readonly proxyFor?: ((target: URL) => ProxyTarget | undefined) | undefined;
  /** The call options it adds, each with its check. A plugin that leaves this out lets every unknown call option pass. */
  readonly callOptions?: Readonly<Record<string, CallOptionCheck>> | undefined;
  /** What `describe()` shows of it. No secrets. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** How many attempts it may make of one call, for `describe().worstCase`. */
  readonly maxAttempts?: number | undefined;
  open?(): void | Promise<void>;
  close?(): void | Promise<void>;
}

/** A plugin: a name, and a `setup` that runs once per client and makes all state there. */
export interface Plugin<Name extends string = string, O extends object = {}, D extends DecoderTypes = never> {
  readonly name: Name;
  readonly contract: 1;
  /** Names of plugins that must be there too. */
  readonly requires?: readonly string[] | undefined;
  /** Synchronous, no I/O. */
  setup(host: Host): Contribution<O>;
  /** Never set; carries what the client infers. */
  readonly '~types'?: { readonly options: O; readonly decodes: D };
}

/** What a plugin gets: the only door to time, chance, environment and events. */
export interface Host {
  readonly clientName: string;
  readonly options: ResolvedClientOptions;
  /** A snapshot, empty when the client does not trust the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Tells the client's listeners; every string in `detail` is redacted on the way. */
  emit(event: string, detail: object): void;
  hasListeners(event: string): boolean;
}

/** What `plugins` accepts; structural, so that a plugin with required options fits too. */
export interface AnyPlugin {
  readonly name: string;
  readonly contract: 1;
  readonly requires?: readonly string[] | undefined;
  setup(host: Host): object;
  readonly '~types'?: { readonly options: object; readonly decodes: unknown };
}

/** Checks a plugin's shape in the types; returns it as it is. */
export function definePlugin<
  const Name extends string,
  O extends object = {},
  D extends DecoderTypes = never,
>(plugin: Plugin<Name, O, D>): Plugin<Name, O, D> {
  return plugin;
}
