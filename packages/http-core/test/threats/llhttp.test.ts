import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { isClientError } from '../../src/errors/index.ts';
import { clientOf } from '../support/client-case.ts';
import { rawServer } from '../support/raw-server.ts';

interface Case {
  readonly file: string;
  readonly title: string;
  readonly meta: { readonly type: string; readonly pause?: unknown; readonly skipBody?: boolean };
  /** Base64. */
  readonly raw: string;
  readonly statuses: readonly number[];
  readonly messages_complete: number;
  readonly error: { readonly code: number; readonly reason: string } | null;
  readonly skip: boolean;
}

const path = fileURLToPath(new URL('../../../../../shared/suites/llhttp/cases.json', import.meta.url));
const isThere = existsSync(path);
const cases = (isThere ? (JSON.parse(readFileSync(path, 'utf8')) as Case[]) : []).filter(
  ({ skip, meta }) => !skip && meta.pause === undefined && !meta.type.startsWith('response-lenient-'),
);

/** Where this client says otherwise than the suite, and why. A case that stands here and agrees fails too. */
const deviations: ReadonlyMap<string, { readonly verdict: string; readonly reason: string }> = new Map([
  [
    'test/response/connection.md: HTTP/1.1 with keep-alive disabled and 204 status',
    { verdict: '204', reason: 'what follows a whole response on a connection that closes is never read' },
  ],
  [
    'test/response/connection.md: HTTP/1.1 with keep-alive disabled, content-length',
    { verdict: '200', reason: 'what follows a whole response on a connection that closes is never read' },
  ],
]);

/** The suite's verdict in this client's words: a status, or the code of an error. */
function expected({ error, statuses, messages_complete: complete, raw }: Case): string {
  const final = statuses.find((status) => status >= 200 || status === 101);
  if (error !== null || final === undefined) return 'ERR_HTTP_PROTOCOL';
  if (complete > statuses.indexOf(final)) return String(final);
  // A parser says no more of what has not come to its end; the end that comes is the connection's.
  const head = Buffer.from(raw, 'base64').toString('latin1').split('\r\n\r\n')[statuses.indexOf(final)] ?? '';
  const isFramed =
    /^content-length:/im.test(head) || /^transfer-encoding:.*\bchunked[ \t]*$/im.test(lastCodings(head));
  return isFramed ? 'ERR_HTTP_NETWORK' : String(final);
}

/** Only the last transfer coding frames a body (RFC 9112 section 6.3). */
function lastCodings(head: string): string {
  return head.split('\r\n').findLast((line) => /^transfer-encoding:/i.test(line)) ?? '';
}

async function verdict({ raw, meta }: Case): Promise<string> {
  await using server = await rawServer(async (connection) => {
    await connection.request();
    connection.end(Buffer.from(raw, 'base64'));
  });
  await using client = clientOf(server.origin, {
    throwOnStatus: false,
    redirect: { follow: false },
    decompress: false,
    timeout: 2_000,
  });
  try {
    return String((await client.request(meta.skipBody === true ? 'HEAD' : 'GET', '/')).status);
  } catch (error) {
    return isClientError(error) ? error.code : String(error);
  }
}

const missing = isThere ? '' : ' (skipped: ../shared/suites/llhttp/cases.json is absent)';

describe.skipIf(!isThere)(`the cases of llhttp${missing}`, () => {
  it('are those that were reviewed', () => {
    expect(cases.length).toBe(66);
    const names = new Set(cases.map(nameOf));
    expect([...deviations.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(cases.map((one, index) => ({ index, name: nameOf(one), one })))(
    '$index $name',
    async ({ name, one }) => {
      const deviation = deviations.get(name);
      if (deviation === undefined) expect(await verdict(one)).toBe(expected(one));
      else {
        expect(await verdict(one), deviation.reason).toBe(deviation.verdict);
        expect(deviation.verdict, 'agrees with the suite now: take it off the list').not.toBe(expected(one));
      }
    },
  );
});

function nameOf({ file, title }: Case): string {
  return `${file}: ${title}`;
}
