import { ConfigurationError, createClient } from '@x/http-core';

import type { Entry } from './entry.ts';
import type { OptionsTree } from './options-tree.ts';
import { problem, type Problem } from './problem.ts';

/**
 * What the core says of each option beyond its type: that a URL parses, that a header's name is one, that a certificate has
 * its key. Asked one option at a time, so that it tells of every one and not of the first.
 */
export function coreVerdict(tree: OptionsTree, entries: readonly Entry[]): readonly Problem[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    // Whether HTTP/2 can be had depends on the transport, which is not chosen here.
    if (name === 'http2') return [];
    try {
      createClient({ [name]: value });
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return [problem([name], error.message, sourcesOf(name, error.message, entries))];
    }
  });
}

/** The sources of the members that the message names, else of all that the option is made of. */
function sourcesOf(name: string, message: string, entries: readonly Entry[]): string {
  const own = entries.filter(({ path }) => path[0] === name);
  const named = own.filter(({ path }) => path.length > 1 && message.includes(path.at(-1) ?? name));
  return (named.length > 0 ? named : own).map(({ source }) => source).join(', ');
}
