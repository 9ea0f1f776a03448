import { clipLine } from '../errors/clip.ts';
import type { Issue } from '../errors/issue.ts';
import { maskValuesOf } from '../redact/mask-values.ts';
import type { DecodeFailure } from './decode-failure.ts';

/** Most issues that one error carries. */
const maxIssues = 100;

/** The issues as an error may show them: bounded in number and length, no value of the body in their texts. */
export function issuesOf({ issues, value }: DecodeFailure): readonly Issue[] {
  const maskValues = maskValuesOf(value);
  // What is expected is the schema's word, not the body's; other values of the body may well be in it.
  const maskOwn = maskValuesOf(undefined);
  return issues.slice(0, maxIssues).map(({ path, message, expected }) => {
    const own = valueAt(value, path);
    const wanted = expected === undefined ? undefined : clipLine(maskOwn(expected, own) ?? expected, 300);
    const fallback = wanted === undefined ? 'does not fit' : `does not fit, expected ${wanted}`;
    const text = clipLine(maskValues(message, own) ?? fallback, 300);
    return { path, message: text, ...(wanted === undefined ? {} : { expected: wanted }) };
  });
}

/** `: users.0.email must be string, and 2 more` for the end of a sentence; nothing without issues. */
export function issuesSuffix(issues: readonly Issue[], count: number): string {
  const [first] = issues;
  if (first === undefined) return '';
  const where = first.path.length === 0 ? 'the body' : clipLine(first.path.join('.'), 120);
  return `: ${where}: ${first.message}${count > 1 ? `, and ${count - 1} more` : ''}`;
}

function valueAt(root: unknown, path: Issue['path']): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
