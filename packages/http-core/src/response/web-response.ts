import { InvalidRequestError } from '../errors/index.ts';
import type { HttpResponse } from '../response.ts';
import type { ResponseBody } from './response-body.ts';

/** Statuses that a web `Response` takes no body with. */
const bodiless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** A web stream over a body that is read only as far as somebody asks; `check` may throw before each read. */
export function toReadableStream(
  body: ResponseBody | undefined,
  bytes: Uint8Array,
  check: () => void,
): ReadableStream<Uint8Array> {
  if (body === undefined) {
    return new ReadableStream({
      start(controller) {
        if (bytes.byteLength > 0) controller.enqueue(bytes);
        controller.close();
      },
    });
  }
  return new ReadableStream(
    {
      async pull(controller) {
        check();
        const result = await body.next();
        if (result.done === true) controller.close();
        else controller.enqueue(result.value);
      },
      cancel() {
        body.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A web `Response` with the same head and body; `InvalidRequestError` for a status that it cannot carry. */
export function toWebResponse(response: HttpResponse): Response {
  const { status, statusText } = response;
  if (status < 200 || status > 599) {
    throw new InvalidRequestError(`A web Response cannot carry status ${status}; allowed is 200 to 599`);
  }
  const headers = response.headers;
  if (bodiless.has(status)) response.cancel();
  const bytes = response.peek();
  const body = bytes === undefined ? response.body : (bytes as Uint8Array<ArrayBuffer>);
  const web = new Response(bodiless.has(status) ? null : body, { status, statusText, headers });
  Object.defineProperty(web, 'url', { value: response.url, configurable: true });
  Object.defineProperty(web, 'redirected', { value: response.redirects.length > 0, configurable: true });
  return web;
}
