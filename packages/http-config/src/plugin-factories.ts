import { type AnyPlugin, ConfigurationError } from '@x/http-core';

import type { Entry } from './entry.ts';
import type { OptionsTree } from './options-tree.ts';
import { problem, type Problem } from './problem.ts';

/** What makes plugins of what a configuration says; given by the caller, so that only what is used need be installed. */
export interface PluginFactories {
  /** `proxy` of `@x/http-proxy`: for the option `proxy`, and for the environment's proxies when `trustEnv` is set to true. */
  readonly proxy?: ((options?: string | ProxyByScheme) => AnyPlugin) | undefined;
  /** `cookies` of `@x/http-cookies`: for the option `cookies`. */
  readonly cookies?: (() => AnyPlugin) | undefined;
}

/** Proxies by the scheme of the target, as `@x/http-proxy` takes them. */
export interface ProxyByScheme {
  readonly http?: string;
  readonly https?: string;
  readonly noProxy?: string | readonly string[];
}

/** The plugins that a configuration asks for. */
export interface MadePlugins {
  readonly plugins: readonly AnyPlugin[];
  readonly problems: readonly Problem[];
}

/** Makes them; a factory that is missing or that refuses is a problem. */
export function makePlugins(
  tree: OptionsTree,
  entries: readonly Entry[],
  { proxy, cookies }: PluginFactories,
): MadePlugins {
  const plugins: AnyPlugin[] = [];
  const problems: Problem[] = [];
  const make = (name: keyof PluginFactories, factory: (() => AnyPlugin) | undefined): void => {
    const own = entries.filter(({ path }) => path[0] === name);
    const failed = (text: string): void => {
      problems.push(problem([name], text, own.map(({ source }) => source).join(', ')));
    };
    if (factory === undefined) {
      const shown = own[0]?.shown.split('.')[0] ?? name;
      const cure = `install @x/http-${name} and give loadClientOptions its factory, plugins: { ${name} }`;
      return failed(`${shown} needs a plugin: ${cure}`);
    }
    if (name === 'proxy' && tree['proxy'] === true && tree['trustEnv'] === false) {
      return failed("proxy is true, which takes the environment's proxies, but trustEnv is false");
    }
    try {
      plugins.push(factory());
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      failed(error.message);
    }
  };
  const chosen = tree['proxy'];
  if (chosen === true) make('proxy', proxy);
  // Who sets trustEnv and gives the factory wants the proxies of the environment.
  else if (chosen === undefined && tree['trustEnv'] === true && proxy !== undefined) make('proxy', proxy);
  else if (chosen !== undefined && chosen !== false) {
    make('proxy', proxy && (() => proxy(chosen as string | ProxyByScheme)));
  }
  if (tree['cookies'] === true) make('cookies', cookies);
  return { plugins, problems };
}
