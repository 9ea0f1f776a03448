export { loadClientOptions } from './load-client-options.ts';
export type { LoadedClientOptions, LoadOptions } from './load-options.ts';
export type { PluginFactories, ProxyByScheme } from './plugin-factories.ts';
