import type { Leaf } from './leaf.ts';

/** What came, for a message: short plain values where only a number, true, false or a known word may stand, else the kind. */
export function showValue(value: unknown, leaf: Leaf | undefined): string {
  const isShown = leaf !== undefined && leaf.isSecret !== true;
  switch (typeof value) {
    case 'string':
      if (value === '') return 'an empty string';
      return isShown && /^[\w.,+-]{1,24}$/.test(value) ? JSON.stringify(value) : 'a string';
    case 'number':
    case 'boolean':
      return isShown ? String(value) : `a ${typeof value}`;
    default:
      if (value === null) return 'null';
      return Array.isArray(value) ? 'a list' : 'an object';
  }
}
