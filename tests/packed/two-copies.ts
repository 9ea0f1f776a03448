import type { Outcome } from './check.ts';
import type { Consumer } from './consumer.ts';

const script = `
import * as one from 'core-one';
import * as other from 'core-other';
import { createServer } from 'node:http';
import assert from 'node:assert';

assert.notStrictEqual(one.NotFoundError, other.NotFoundError, 'these are not two copies');
const server = createServer((request, response) => response.writeHead(404).end());
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const api = one.createClient();
const error = await api.get('http://127.0.0.1:' + server.address().port).catch((error) => error);
for (const { NotFoundError, StatusError, ClientError, TimeoutError, isClientError } of [one, other]) {
  for (const kind of [NotFoundError, StatusError, ClientError]) assert(error instanceof kind, kind.name);
  assert(!(error instanceof TimeoutError));
  assert(isClientError(error));
}
class OwnError extends other.ClientError {}
assert(!(error instanceof OwnError));
assert(new OwnError('x') instanceof one.ClientError);
await api.close();
server.close();
`;

/** Installs core twice under two names and looks at errors of the one through the classes of the other. */
export async function checkTwoCopies(consumer: Consumer, version: string): Promise<Outcome> {
  const copies = ['core-one', 'core-other'].map((name) => `${name}@npm:@x/http-core@${version}`);
  await consumer.add('npm', copies);
  consumer.write('two-copies.mjs', script);
  return consumer.node(['two-copies.mjs']);
}
