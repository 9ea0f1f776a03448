import { InvalidRequestError } from '../errors/invalid-request-error.ts';
import { ownProperty } from '../own-property.ts';
import type { BodyInput } from './body-input.ts';
import { formBody } from './form-body.ts';
import type { FormInput } from './form-body.ts';
import { FunctionBody } from './function-body.ts';
import { jsonBody } from './json-body.ts';
import { prepareSource } from './prepare-source.ts';
import type { PreparedBody } from './prepared-body.ts';

/** The call options that make a body; one of them at most. */
export interface BodyOptions {
  readonly body?: BodyInput | null | undefined;
  /** Any value with a JSON form, `null` included. */
  readonly json?: unknown;
  readonly form?: FormInput | null | undefined;
}

/**
 * The body that `body`, `json` or `form` asks for, `undefined` without one. Throws `InvalidRequestError` for two of
 * them and for what cannot be sent. Whoever gets a body and does not read it to its end must `destroy` it.
 */
export function prepareBody(options: BodyOptions): PreparedBody | undefined {
  const body = ownProperty(options, 'body') ?? undefined;
  const json = ownProperty(options, 'json');
  const form = ownProperty(options, 'form') ?? undefined;
  if (body === undefined && form === undefined) return json === undefined ? undefined : jsonBody(json);
  const given = Object.entries({ body, json, form }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    throw new InvalidRequestError(
      `${given.map(([name]) => name).join(' and ')} are given together; a request has one body`,
    );
  }
  if (form !== undefined) return formBody(form);
  return typeof body === 'function' ? new FunctionBody(body) : prepareSource(body);
}
