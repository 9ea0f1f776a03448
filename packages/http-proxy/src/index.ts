export { matchesNoProxy } from './no-proxy/matches-no-proxy.ts';
export { proxy } from './proxy.ts';
export type { ProxyChoice, ProxyOptions, ProxyRules } from './proxy-options.ts';
export { resolveProxy } from './resolve-proxy.ts';
