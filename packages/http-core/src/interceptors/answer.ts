import type { Call } from '../call/context.ts';
import { describeValue } from '../describe-value.ts';
import { HttpResponse } from '../response.ts';

/** What an interceptor may answer with: a response, a web `Response`, any other value, or nothing. */
export async function toHttpResponse(
  context: Pick<Call, 'respond' | 'respondWith'>,
  answer: unknown,
): Promise<HttpResponse> {
  if (answer instanceof HttpResponse) return answer;
  if (!(answer instanceof Response)) return context.respondWith(answer);
  const body = new Uint8Array(await answer.arrayBuffer());
  const { status, statusText } = answer;
  return context.respond({ status, statusText, headers: headersOf(answer), body });
}

/** The same where only a response makes sense: anything else was returned by mistake, as `() => count++` does. */
export async function toResponseOnly(
  context: Pick<Call, 'respond' | 'respondWith'>,
  answer: unknown,
): Promise<HttpResponse> {
  if (answer instanceof HttpResponse || answer instanceof Response) return toHttpResponse(context, answer);
  throw new TypeError(`it returned ${describeValue(answer)}; return a response, or nothing`);
}

/** Set-Cookie is the one header whose values a web `Headers` keeps apart. */
function headersOf(answer: Response): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of answer.headers) headers[name] = value;
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return headers;
}
