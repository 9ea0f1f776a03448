import { downloadBytes, largeDocument, paths, smallDocument } from './documents.ts';

/** A response as it goes over the wire, made once; a large body is written apart from its head, so that it is never copied. */
export interface Answer {
  readonly parts: readonly Buffer[];
  readonly closes: boolean;
}

function answer(type: string, body: Buffer, closes = false): Answer {
  const head = Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${body.byteLength}\r\n${closes ? 'connection: close\r\n' : ''}\r\n`,
  );
  return { parts: body.byteLength < 1024 ? [Buffer.concat([head, body])] : [head, body], closes };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Answers by request target. */
export const answers: ReadonlyMap<string, Answer> = new Map([
  [paths.small, answer('application/json', json(smallDocument))],
  [paths.large, answer('application/json', json(largeDocument))],
  [paths.download, answer('application/octet-stream', Buffer.alloc(downloadBytes, 'x'))],
  [paths.echo, answer('application/json', json(smallDocument))],
  [paths.closing, answer('application/json', json(smallDocument), true)],
]);

export const notFound: Answer = {
  parts: [Buffer.from('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')],
  closes: false,
};
