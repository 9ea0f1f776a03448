import { mask } from './sensitive-names.ts';

/** Most leaves of a value that are looked for in a text, so that a large body does not make its error expensive. */
const maxLeaves = 2_000;
/** Longest text that is searched: one that quotes more than that is not worth showing. */
const maxText = 1_000;
/** Words of every validator; a body that holds one elsewhere does not make them secret. */
const typeNames =
  /^(string|number|integer|boolean|object|array|null|undefined|date|true|false|required|property|value)$/i;

/** Masks the values of `own` in a text; `undefined` when that would take too long. */
export type MaskValues = (text: string, own: unknown) => string | undefined;

/** A function that masks every string and number of `own`, and of `whole` those long enough to tell something. */
export function maskValuesOf(whole: unknown): MaskValues {
  const others = leavesOf(whole)?.filter((leaf) => leaf.length >= 4 && !typeNames.test(leaf)) ?? [];
  return (text, own) => {
    const ownLeaves = text.length > maxText ? undefined : leavesOf(own);
    if (ownLeaves === undefined) return undefined;
    const found = [...ownLeaves, ...others].filter((leaf) => text.includes(leaf));
    // The longest first: a shorter one may be part of it.
    return found.toSorted((one, other) => other.length - one.length).reduce(maskLeaf, text);
  };
}

/** Strings and numbers as messages show them, also with JSON's escapes. Does not recurse: a body may be deep. */
function leavesOf(root: unknown): readonly string[] | undefined {
  const leaves: string[] = [];
  const open: unknown[] = [root];
  for (let seen = 0; open.length > 0; seen += 1) {
    if (seen > maxLeaves) return undefined;
    const value = open.pop();
    if (typeof value === 'number' || typeof value === 'bigint') leaves.push(String(value));
    else if (typeof value === 'string') leaves.push(...formsOf(value));
    else if (typeof value === 'object' && value !== null) {
      const children = Object.values(value);
      if (children.length > maxLeaves) return undefined;
      open.push(...children);
    }
  }
  return leaves;
}

function formsOf(value: string): readonly string[] {
  return value === '' || value.length > maxText ? [] : [value, JSON.stringify(value).slice(1, -1)];
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
