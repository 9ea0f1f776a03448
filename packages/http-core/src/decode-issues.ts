import type { DecodeFailure } from './decode-failure.ts';
import { clipLine } from './errors/clip.ts';
import type { Issue } from './errors/issue.ts';
import { maskValues } from './mask-values.ts';

/** Most issues that one error carries. */
const maxIssues = 100;

/** The issues as an error may show them: bounded in number and length, no value of the body in their texts. */
export function issuesOf({ issues, value }: DecodeFailure): readonly Issue[] {
  return issues.slice(0, maxIssues).map(({ path, message, expected }) => {
    const show = (text: string): string | undefined => {
      const shown = maskValues(text, valueAt(value, path), value);
      return shown === undefined ? undefined : clipLine(shown, 300);
    };
    const told = expected === undefined ? undefined : show(expected);
    return {
      path,
      message: show(message) ?? 'does not fit',
      ...(told === undefined ? {} : { expected: told }),
    };
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
