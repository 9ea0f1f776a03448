import type { Issue } from '@x/http-core';
import type { TLocalizedValidationError } from 'typebox/error';

/** TypeBox's errors in the core's form: one issue per missing property, at the place where it is missing. */
export function toIssues(errors: readonly TLocalizedValidationError[], value: unknown): readonly Issue[] {
  return errors.flatMap((error) => {
    const path = pathOf(error.instancePath, value);
    if (error.keyword === 'required') {
      return error.params.requiredProperties.map((name) => ({
        path: [...path, name],
        message: 'is required',
      }));
    }
    const expected = expectedBy(error);
    return [{ path, message: error.message, ...(expected === undefined ? {} : { expected }) }];
  });
}

/** A JSON pointer (RFC 6901) as keys; a number where the value has an array. */
function pathOf(pointer: string, root: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let value = root;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const key = Array.isArray(value) ? Number(name) : name;
    path.push(key);
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[key]
        : undefined;
  }
  return path;
}

function expectedBy(error: TLocalizedValidationError): string | undefined {
  switch (error.keyword) {
    case 'type':
      return [error.params.type].flat().join(' | ');
    case 'format':
      return error.params.format;
    case 'const':
      return JSON.stringify(error.params.allowedValue);
    case 'enum':
      return error.params.allowedValues.map((value) => JSON.stringify(value)).join(' | ');
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${error.params.comparison} ${error.params.limit}`;
    default:
      return undefined;
  }
}
