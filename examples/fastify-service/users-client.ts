import { loadClientOptions } from '@x/http-config';
import { createClient } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { typebox } from '@x/http-typebox';
import { undici } from '@x/http-undici';
import { Type } from 'typebox';

export const User = Type.Object({ id: Type.Integer(), name: Type.String() });

/** The client of the users service; what differs between machines comes from the file and the environment. */
export function makeUsersClient() {
  const options = loadClientOptions({ file: new URL('config.yaml', import.meta.url) });
  return createClient({ ...options, plugins: [...options.plugins, resilience(), typebox(), undici()] });
}

export type UsersClient = ReturnType<typeof makeUsersClient>;
