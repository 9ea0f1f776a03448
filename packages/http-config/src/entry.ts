import type { Leaf } from './leaf.ts';

/** One thing that a file or the environment says, as it is written there. */
export interface Written {
  /** The option's name, and the member's where there is one. */
  readonly names: readonly [string] | readonly [string, string];
  readonly value: unknown;
  /** `config.yaml:12`, or the name of the variable. */
  readonly source: string;
  readonly isVariable: boolean;
}

/** The same with the option found; its value is not checked yet. */
export interface Entry {
  /** The names the core has for it: `['pool', 'maxConnections']`. */
  readonly path: readonly string[];
  readonly leaf: Leaf;
  readonly unit: 'seconds' | undefined;
  readonly value: unknown;
  readonly source: string;
  /** How messages call it. */
  readonly shown: string;
}

/** A name as messages show it: one that could itself be a pasted secret or break the line is left out. */
export function showName(names: readonly string[]): string {
  return names.map((name) => (/^[\w.$-]{1,64}$/.test(name) ? name : '[...]')).join('.');
}
