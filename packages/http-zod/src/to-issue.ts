import type { Issue } from '@x/http-core';
import type { $ZodIssue } from 'zod/v4/core';

/** A Zod issue in the core's form; symbols in its path become text. */
export function toIssue(issue: $ZodIssue): Issue {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  const expected = expectedBy(issue);
  return { path, message: issue.message, ...(expected === undefined ? {} : { expected }) };
}

function expectedBy(issue: $ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values
        .map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)))
        .join(' | ');
    case 'invalid_format':
      return issue.format;
    case 'too_small':
      return `${issue.inclusive === false ? '>' : '>='} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? '<' : '<='} ${issue.maximum}`;
    default:
      return undefined;
  }
}
