import { Check } from 'typebox/schema';

import type { Entry } from './entry.ts';
import { type Problem, wrongValue } from './problem.ts';

/** Reads a variable's text, or a text in a file where it stands for `Infinity`, as its option is read; what cannot be stays a text. */
export function readText(value: string, { reading }: Entry['leaf'], isVariable: boolean): unknown {
  if (value === 'Infinity' && reading === 'number') return Infinity;
  if (!isVariable) return value;
  switch (reading) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    case 'boolean':
    case 'boolean or text':
      return readBoolean(value);
    case 'list':
      return value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'text':
      return value;
  }
}

/** What YAML 1.2 takes for a boolean, and nothing else: no 1, no yes. */
function readBoolean(value: string): boolean | string {
  if (/^(true|True|TRUE)$/.test(value)) return true;
  return /^(false|False|FALSE)$/.test(value) ? false : value;
}

/** The entry with its value checked, in the core's unit; else the problem. */
export function checkEntry(entry: Entry, isVariable: boolean): Entry | Problem {
  const { value: given, leaf, unit } = entry;
  const value = typeof given === 'string' ? readText(given, leaf, isVariable) : given;
  if (!Check(leaf.schema, value)) return wrongValue({ ...entry, value });
  if (unit === undefined || typeof value !== 'number') return { ...entry, value };
  // Without the noise of binary fractions: 1.1 s are 1100 ms.
  return { ...entry, value: Math.round(value * 1e6) / 1e3 };
}
