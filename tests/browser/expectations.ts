import { expect, it } from 'vitest';

/** A port that nothing listens on, with a password in its URL. */
export const closed = 'http://user:hunter2@127.0.0.1:9/';

/** One of `scenarios.ts` as the other side of a bundle sees it. */
export type Scenario = (origin: string, closed: string) => Promise<unknown>;

/** Runs one scenario by its name where there is no Node; gives what it returned. */
type Run = (name: string) => Promise<unknown>;

/** The claims about the client on a platform that has `fetch` and nothing of Node. */
export function describeScenarios(run: Run): void {
  it('calls over fetch and decodes with a schema', async () => {
    const user = { id: 1, name: 'Ada' };
    const expected = { transport: 'fetch', data: user, status: 200, type: 'application/json' };
    expect(await run('success')).toEqual(expected);
  });

  it('leaves decompression to the platform', async () => {
    expect(await run('compressed')).toEqual({ text: 'packed' });
  });

  it('raises the class of the status, with its body', async () => {
    const expected = { isClientError: true, status: 404, body: { error: 'nothing here' } };
    expect(await run('notFound')).toEqual(expected);
  });

  it('times out in total, for the head and between chunks', async () => {
    expect(await run('timeout')).toEqual(['total', 'headers', 'idle']);
  });

  it('rejects with the reason of the signal', async () => {
    expect(await run('abort')).toEqual({ isTheReason: true });
  });

  it('retries by resilience, attempts in the ledger', async () => {
    expect(await run('retry')).toEqual({ status: 200, attempts: [503, 503, 200] });
  });

  it('calls what cannot be reached a NetworkError, without its password', async () => {
    expect(await run('refused')).toEqual({ code: 'ERR_HTTP_NETWORK', secret: false });
  });

  it('sends JSON, streams and forms', async () => {
    expect(await run('uploads')).toEqual({ json: '{"a":1}', stream: 'ab', form: true });
  });

  it('lets go of an upload that is aborted while it is read', async () => {
    expect(await run('abortedUpload')).toEqual({ isTheReason: true, isCancelled: true });
  });

  it('answers from a mock, without a wire', async () => {
    expect(await run('mocked')).toEqual({ transport: 'mock', data: { id: 1, name: 'Ada' } });
  });

  it('says what is missing when a transport leaves decompression to it', async () => {
    const message = expect.stringContaining('this runtime has no zlib') as string;
    expect(await run('undecodable')).toEqual({ code: 'ERR_HTTP_PROTOCOL', message });
  });

  it('streams a response', async () => {
    expect(await run('streamed')).toEqual({ status: 200, length: 1234 });
  });
}
