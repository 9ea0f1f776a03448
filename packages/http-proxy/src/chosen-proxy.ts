import { ConfigurationError, type ProxyTarget } from '@x/http-core';

import type { ProxyChoice } from './proxy-options.ts';
import { proxyTargetOf } from './proxy-target.ts';
import { parseProxyUrl } from './proxy-url.ts';

/** Targets that are kept at most. */
const maxKept = 100;
const name = 'The proxy that the function given to proxy() chose';

/** Asks the caller's function. Throws `ConfigurationError` for what is no proxy and for what the function throws itself. */
export function chosenProxy(choice: ProxyChoice): (target: URL) => ProxyTarget | undefined {
  const kept = new Map<string, ProxyTarget>();
  return (target) => {
    const chosen = ask(choice, target);
    if (chosen === undefined || chosen === null) return undefined;
    if (typeof chosen !== 'string' && !(chosen instanceof URL)) {
      throw new ConfigurationError(`${name} is neither a URL nor undefined`);
    }
    const text = String(chosen);
    const before = kept.get(text);
    if (before !== undefined) return before;
    const made = proxyTargetOf(name, parseProxyUrl(name, text));
    if (kept.size >= maxKept) kept.clear();
    kept.set(text, made);
    return made;
  };
}

function ask(choice: ProxyChoice, target: URL): unknown {
  try {
    // A copy: what the function does to it must not change where the request goes.
    return choice(new URL(target));
  } catch (cause) {
    throw new ConfigurationError('The function given to proxy() failed', { cause });
  }
}
