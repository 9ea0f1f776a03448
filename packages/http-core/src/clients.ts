import type { Client } from './client.ts';
import type { CloseOptions } from './client/lifecycle.ts';
import { createClient } from './create-client.ts';
import { describeValue } from './describe-value.ts';
import { ConfigurationError } from './errors/index.ts';
import type { DecodersOf, OptionsOf } from './infer.ts';
import type { ClientOptions } from './options/client-options.ts';
import { isPlainRecord, ownProperty } from './own-property.ts';
import type { AnyPlugin } from './plugin.ts';

/** The plugins that a client's options name. */
type PluginsOf<T> = T extends { readonly plugins: infer P extends readonly AnyPlugin[] } ? P : readonly [];

/** Clients by the names their options were given under. */
export type NamedClients<T> = {
  readonly [K in keyof T]: Client<OptionsOf<PluginsOf<T[K]>>, DecodersOf<PluginsOf<T[K]>>>;
};

/** Several clients with one beginning and one end. */
export interface Clients<T> {
  readonly clients: NamedClients<T>;
  /** Opens all of them; when one fails, those that opened are closed again. */
  open(): Promise<void>;
  /** Closes all of them, whatever fails. */
  close(options?: CloseOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Makes named clients; each one's `name` is its key unless its options say otherwise. */
export function createClients<const T extends Readonly<Record<string, ClientOptions>>>(
  options: T,
): Clients<T> {
  if (!isPlainRecord(options)) {
    throw new ConfigurationError(
      `createClients takes a plain object of client options by name, but was given ${describeValue(options)}`,
    );
  }
  const clients = Object.fromEntries(
    Object.entries(options).map(([name, own]) => [name, makeNamed(name, own)]),
  );
  const all = Object.values(clients);
  const close = async (closeOptions?: CloseOptions): Promise<void> => {
    const settled = await Promise.allSettled(all.map((client) => client.close(closeOptions)));
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  return {
    clients: clients as unknown as NamedClients<T>,
    async open() {
      try {
        await Promise.all(all.map((client) => client.open()));
      } catch (error) {
        await close().catch(() => {});
        throw error;
      }
    },
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

function makeNamed(name: string, options: unknown): Client {
  if (!isPlainRecord(options)) {
    throw new ConfigurationError(
      `Client '${name}': its options must be a plain object, but are ${describeValue(options)}`,
    );
  }
  try {
    return createClient({ ...options, name: ownProperty(options, 'name') ?? name } as ClientOptions<
      readonly []
    >);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`Client '${name}': ${error.message}`, { cause: error.cause });
  }
}
