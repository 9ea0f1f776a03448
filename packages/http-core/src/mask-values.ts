import { mask } from './sensitive-names.ts';

/** Most leaves of a value that are looked for in a text. */
const maxLeaves = 10_000;
/** Words of every validator; a body that holds one elsewhere does not make them secret. */
const typeNames =
  /^(string|number|integer|boolean|object|array|null|undefined|date|true|false|required|property|value)$/i;

/**
 * `text` with every string and number of `own` masked, and of `whole` those long enough to tell something;
 * `undefined` when `own` has too many to look for.
 */
export function maskValues(text: string, own: unknown, whole: unknown): string | undefined {
  const ownLeaves = leavesOf(own);
  if (ownLeaves === undefined) return undefined;
  const others = (leavesOf(whole) ?? []).filter((leaf) => leaf.length >= 4 && !typeNames.test(leaf));
  // The longest first: a shorter one may be part of it.
  const leaves = [...new Set([...ownLeaves, ...others])].toSorted((a, b) => b.length - a.length);
  return leaves.reduce(maskLeaf, text);
}

/** Strings and numbers as messages show them, also with JSON's escapes. Does not recurse: a body may be deep. */
function leavesOf(root: unknown): readonly string[] | undefined {
  const leaves: string[] = [];
  const open: unknown[] = [root];
  for (let seen = 0; open.length > 0; seen += 1) {
    if (seen > maxLeaves) return undefined;
    const value = open.pop();
    if (typeof value === 'number' || typeof value === 'bigint') leaves.push(String(value));
    else if (typeof value === 'string' && value !== '')
      {leaves.push(value, JSON.stringify(value).slice(1, -1));}
    else if (typeof value === 'object' && value !== null) {
      const children = Object.values(value);
      if (children.length > maxLeaves) return undefined;
      open.push(...children);
    }
  }
  return leaves;
}

/** Masks a leaf where it stands by itself, not inside a longer word. */
function maskLeaf(text: string, leaf: string): string {
  let masked = '';
  let from = 0;
  for (let at = text.indexOf(leaf); at !== -1; at = text.indexOf(leaf, at + leaf.length)) {
    const end = at + leaf.length;
    if (joins(text, at) || joins(text, end)) continue;
    masked += text.slice(from, at) + mask;
    from = end;
  }
  return masked + text.slice(from);
}

/** Whether a word goes on across this place. */
function joins(text: string, at: number): boolean {
  const word = /[\p{L}\p{N}_]/u;
  return word.test(text.charAt(at - 1)) && word.test(text.charAt(at));
}
