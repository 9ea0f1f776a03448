/** What a proxy has answered to CONNECT: a status and how many bytes came after its head, or what is wrong with it. */
export type ConnectAnswer =
  | { readonly status: number; readonly extraBytes: number }
  | { readonly problem: string };

/** As much as a response head may have, interim ones included. */
const maxBytes = 16 * 1_024;
const statusLine = /^HTTP\/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?$/;
const headerLine = /^[!#$%&'*+.^_`|~\w-]+:[^\r\n\0]*$/;
const beginning = 'HTTP/1.';

/** Reads the head of the answer to CONNECT (RFC 9110, section 9.3.6), strictly, whatever pieces it comes in. */
export class ConnectReply {
  #text = '';
  #total = 0;

  /** The answer, or `undefined` while its head is not complete. */
  read(chunk: Uint8Array): ConnectAnswer | undefined {
    this.#total += chunk.byteLength;
    this.#text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    for (;;) {
      const text = this.#text;
      const start = text.slice(0, beginning.length);
      if (!beginning.startsWith(start)) return { problem: 'it did not answer in HTTP/1' };
      const end = text.indexOf('\r\n\r\n');
      const head = end === -1 ? text : text.slice(0, end + 2);
      if (/(?:^|[^\r])\n/.test(head)) return { problem: 'its answer has a line that ends in no CRLF' };
      if (this.#total - (end === -1 ? 0 : text.length - end) > maxBytes) {
        return { problem: `the head of its answer is larger than ${maxBytes / 1_024} KiB` };
      }
      if (end === -1) return undefined;
      const answer = readHead(head.slice(0, -2), text.length - end - 4);
      if (answer !== undefined) return answer;
      this.#text = text.slice(end + 4);
      if (this.#text === '') return undefined;
    }
  }
}

/** `undefined` for an interim response, which is skipped. */
function readHead(head: string, extraBytes: number): ConnectAnswer | undefined {
  const [first = '', ...headers] = head.split('\r\n');
  const status = Number(statusLine.exec(first)?.[1]);
  if (Number.isNaN(status)) return { problem: 'it answered with a status line that is not HTTP' };
  if (headers.some((line) => !headerLine.test(line))) {
    return { problem: 'it answered with a header that is not HTTP' };
  }
  if (status === 101) return { problem: 'it switched protocols unasked (101)' };
  return status < 200 ? undefined : { status, extraBytes };
}
