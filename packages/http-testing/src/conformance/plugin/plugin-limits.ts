import type { AnyPlugin } from '@x/http-core';

/** What a plugin may be excused from, with a reason that the skipped test shows. */
export type PluginAbility =
  /** Handing errors and aborts of the layers within on as they are. */
  | 'errors'
  /** Leaving requests and answers alone that it has nothing to do with. */
  | 'transparency'
  /** Calls whose body is handed over unread. */
  | 'streams'
  /** Clients made with `extend`. */
  | 'extend';

/** What a plugin adds and takes, as samples that the suite tries. */
export interface PluginLimits {
  /** Wrong options: what makes the plugin with one, and the name that the `ConfigurationError` has to say. */
  readonly refusedOptions?: readonly { readonly option: string; readonly make: () => unknown }[];
  /** Call options that it takes, one object for each call. */
  readonly callOptions?: readonly object[];
  /** A wrong value for each call option that it adds. */
  readonly refusedCallOptions?: Readonly<Record<string, unknown>>;
  /** Names, in lower case, of the headers that it adds to every request. */
  readonly addedHeaders?: readonly string[];
  /** What its options hold that no event, error or description may show. */
  readonly secret?: string;
  /** Plugins that it needs beside it. */
  readonly companions?: () => readonly AnyPlugin[];
  /** The address of the module that exports it: imported in a world of its own, to see that this does nothing. */
  readonly module?: URL;
  /** The addresses of modules of others that it brings along, such as the library that it wraps. */
  readonly brings?: readonly string[];
  /** Options of Node for that world; those of this process unless given. */
  readonly execArgv?: readonly string[];
  /** What it is excused from, and why. */
  readonly cannot?: Readonly<Partial<Record<PluginAbility, string>>>;
}
