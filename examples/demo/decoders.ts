import { createClient, DecodeError } from '@x/http-core';
import { typebox } from '@x/http-typebox';
import { Type } from 'typebox';

import { claim, failureOf } from './claim.ts';
import { startApi } from './server.ts';
import { printError, printResponse, type Print } from './transcript.ts';

const User = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: Type.String({ format: 'email' }),
});
const Account = Type.Object({ id: Type.String(), name: Type.String(), plan: Type.String() });
const Problem = Type.Object({ title: Type.String(), detail: Type.String() });

/** The schema of a call types its result and, by status, its errors; a body that does not fit says where. */
export async function decoders(print: Print): Promise<void> {
  await using api = await startApi();
  await using client = createClient({ baseUrl: api.url, plugins: [typebox()] });

  const { data, response } = await client.get('users/1', { schema: User }).withResponse();
  printResponse(print, response);
  claim(print, data.name.toUpperCase() === 'ADA', `data.name is a string to the compiler: ${data.name}`);

  const misfit = await failureOf(client.get('users/1', { schema: Account }));
  claim(print, misfit instanceof DecodeError, 'a body that does not fit is a DecodeError');
  printError(print, misfit);
  for (const { path, message } of misfit.issues) print(`    ${path.join('.').padEnd(6)}${message}`);
  claim(print, !JSON.stringify(misfit).includes('ada@'), 'it shows nothing of the body, and may be logged');

  const { error } = await client.get('users/42', { schema: User, errors: { 404: Problem } }).result();
  claim(print, error?.status === 404, 'in a result the status narrows the error, and its body has a type');
  print(`    error.data.detail: ${error.data?.detail}`);
}
