import type { PreparedBody } from '../../src/body/prepared-body.ts';

/** Opens a body and reads it to its end. */
export async function readBody(body: PreparedBody | undefined, expectedLength?: number): Promise<string> {
  if (body === undefined) throw new TypeError('there is no body');
  const opened = body.open(expectedLength);
  const chunks: Uint8Array[] = [];
  if (opened instanceof Uint8Array) chunks.push(opened);
  else for await (const chunk of opened) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
