import { ConfigurationError, type ConfigurationIssue } from '@x/http-core';

import type { Entry, Written } from './entry.ts';
import { showName } from './entry.ts';
import { showValue } from './show-value.ts';

/** One thing that is wrong, with its source. */
export type Problem = ConfigurationIssue & { readonly source: string };

/** A problem at `path`; the message gets the source behind it. */
export function problem(path: readonly string[], text: string, source: string, expected?: string): Problem {
  return { path, message: `${text} (${source})`, source, ...(expected === undefined ? {} : { expected }) };
}

/** A value that is not allowed. */
export function wrongValue({ path, shown, value, source, leaf, unit }: Entry): Problem {
  const allowed = unit === undefined ? leaf.allowed : leaf.allowed.replace('milliseconds', unit);
  return problem(path, `${shown} must be ${allowed}, not ${showValue(value, leaf)}`, source, allowed);
}

/** A value by itself where an object has to stand. */
export function notAnObject({ names, value, source }: Written, allowed: string): Problem {
  return problem(
    names,
    `${showName(names)} must be ${allowed}, not ${showValue(value, undefined)}`,
    source,
    allowed,
  );
}

/** The error that tells all of them. */
export function toError(problems: readonly Problem[]): ConfigurationError {
  const number = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new ConfigurationError(`${number} in the client options`, { issues: problems });
}
