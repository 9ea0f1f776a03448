import { describe, expect, it } from 'vitest';

import * as errors from '../../src/errors/index.ts';
import { fakeResponse } from '../support/error-samples.ts';

const problemType = { 'content-type': 'application/problem+json; charset=utf-8' };

function problemOf(body: string | Uint8Array, headers: Record<string, string> = problemType): unknown {
  return errors.statusErrorFor(fakeResponse(400, { body, headers })).problem;
}

describe('statusErrorFor', () => {
  it('picks the class of every status from 400 to 599', () => {
    const own = new Map<number, unknown>([
      [400, errors.BadRequestError],
      [401, errors.UnauthorizedError],
      [403, errors.ForbiddenError],
      [404, errors.NotFoundError],
      [409, errors.ConflictError],
      [422, errors.UnprocessableEntityError],
      [429, errors.RateLimitedError],
      [500, errors.InternalServerError],
      [503, errors.ServiceUnavailableError],
    ]);
    for (let status = 400; status < 600; status += 1) {
      const error = errors.statusErrorFor(fakeResponse(status));
      expect(error.constructor).toBe(
        own.get(status) ?? (status < 500 ? errors.ClientStatusError : errors.ServerStatusError),
      );
      expect(error.status).toBe(status);
    }
  });
});

describe('StatusError', () => {
  it('tells status, phrase, method and redacted URL', () => {
    const { message } = errors.statusErrorFor(fakeResponse(404, { url: 'https://host/path?token=abc' }));
    expect(message).toBe('HTTP 404: Not Found (GET https://host/path?token=***)');
  });

  it("takes the peer's phrase, short and on one line, and the registered one when there is none", () => {
    const url = 'https://h/';
    const message = (status: number, statusText: string): string =>
      errors.statusErrorFor(fakeResponse(status, { statusText, url })).message;
    expect(message(404, 'No Such Thing')).toBe('HTTP 404: No Such Thing (GET https://h/)');
    expect(message(404, 'a\r\nb\u001b')).toBe('HTTP 404: a  b (GET https://h/)');
    expect(message(404, 'a'.repeat(5000)).length).toBeLessThan(140);
    expect(message(499, '')).toBe('HTTP 499: Client Error (GET https://h/)');
    expect(message(599, '')).toBe('HTTP 599: Server Error (GET https://h/)');
  });

  it('has a body of the type that core sets, none at first', () => {
    const error = new errors.NotFoundError<{ id: number }>(fakeResponse(404));
    expect(error.data).toBeUndefined();
    error.data = { id: 1 };
    expect(error.data).toEqual({ id: 1 });
  });
});

describe('problem', () => {
  it('is the document of the body, parsed once', () => {
    const body = JSON.stringify({
      type: 'https://h/out',
      title: 'Out',
      status: 400,
      detail: 'd',
      instance: '/x',
      balance: 30,
    });
    const error = errors.statusErrorFor(fakeResponse(400, { body, headers: problemType }));
    expect({ ...error.problem }).toEqual(JSON.parse(body));
    expect(error.problem).toBe(error.problem);
  });

  it('leaves members of a wrong type out, as RFC 9457 has it, and has the type about:blank by default', () => {
    expect({ ...(problemOf('{"title":1,"status":"400","detail":null,"x":[1]}') as object) }).toEqual({
      type: 'about:blank',
      x: [1],
    });
  });

  it.each([
    ['another media type', '{"title":"x"}', { 'content-type': 'application/json' }],
    ['no media type', '{"title":"x"}', {}],
    ['no JSON', '{"title":', problemType],
    ['no object', '["x"]', problemType],
    ['nothing', '', problemType],
    ['null', 'null', problemType],
    ['more than 64 KiB', JSON.stringify({ title: 'x'.repeat(65_536) }), problemType],
    ['a document nested too deep to walk', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, problemType],
  ])('is undefined for %s', (_, body, headers) => {
    expect(problemOf(body, headers)).toBeUndefined();
  });

  it('is undefined while the body is unread, and there once it is read', () => {
    const body: { bytes?: Uint8Array } = {};
    const response = Object.assign(fakeResponse(400, { headers: problemType }), { peek: () => body.bytes });
    const error = errors.statusErrorFor(response);
    expect(error.problem).toBeUndefined();
    body.bytes = new TextEncoder().encode('{"title":"x"}');
    expect(error.problem?.title).toBe('x');
  });

  it('pollutes nothing and holds no __proto__ for others to stumble over', () => {
    const problem = problemOf(
      '{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}},"constructor":{"prototype":{"x":1}}}',
    ) as {
      a: object;
    };
    expect(Object.getPrototypeOf(problem)).toBeNull();
    expect(Object.keys(problem)).not.toContain('__proto__');
    expect(Object.assign({}, problem.a)).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });
});
