import type { Entry } from './entry.ts';
import { problem, type Problem } from './problem.ts';

/** Checked options by name; none has a prototype. */
export type OptionsTree = Readonly<Record<string, unknown>>;

/** Entries of one source of which two say something about the same option. */
export function contradictions(entries: readonly Entry[]): readonly Problem[] {
  const seen: Entry[] = [];
  return entries.flatMap((entry) => {
    const other = seen.find((one) => overlaps(one.path, entry.path));
    seen.push(entry);
    if (other === undefined) return [];
    return [problem(entry.path, `${entry.shown} says again what stands in ${other.source}`, entry.source)];
  });
}

/** The entries of both; where they are about the same option, those of `upper`. */
export function overlay(lower: readonly Entry[], upper: readonly Entry[]): readonly Entry[] {
  const kept = lower.filter((entry) => !upper.some((one) => overlaps(one.path, entry.path)));
  return [...kept, ...upper];
}

/** Puts every value in its place. */
export function toTree(entries: readonly Entry[]): OptionsTree {
  const tree: Record<string, unknown> = Object.create(null);
  for (const { path, value } of entries) {
    const [top = '', member] = path;
    if (member === undefined) tree[top] = value;
    else ((tree[top] ??= Object.create(null)) as Record<string, unknown>)[member] = value;
  }
  return tree;
}

/** Whether one path is the other or leads to it. */
function overlaps(one: readonly string[], other: readonly string[]): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short.every((name, index) => name === long[index]);
}
