import type { Call } from '../context.ts';
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
  return context.respond({ status, statusText, headers: Object.fromEntries(answer.headers), body });
}
