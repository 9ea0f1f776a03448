import { createClient, NotFoundError, path } from '@x/http-core';
import { resilience } from '@x/http-resilience';
import { zod } from '@x/http-zod';
import * as z from 'zod';

const User = z.object({ id: z.int(), name: z.string() });
const Page = z.object({ items: z.array(User), next: z.int().nullable() });
const Refusal = z.object({ title: z.string(), fields: z.record(z.string(), z.string()) });

export type User = z.output<typeof User>;
/** What `create` comes to: the user, or what is wrong with each field. */
export type Created = { readonly user: User } | { readonly refused: Readonly<Record<string, string>> };

/** The users service as the rest of the program sees it: no URL, no status and no schema leaves this file. */
export class UsersApi implements AsyncDisposable {
  readonly #client: ReturnType<typeof makeClient>;

  constructor(baseUrl: string, token: string) {
    this.#client = makeClient(baseUrl, token);
  }

  /** The user, or `undefined` when there is none; every other failure is a `ClientError`. */
  async find(id: number): Promise<User | undefined> {
    try {
      return await this.#client.get(path`users/${id}`, { schema: User });
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** Every user, a page at a time, and no page before it is needed. */
  async *all(): AsyncGenerator<User> {
    let page: number | null = 1;
    while (page !== null) {
      const { items, next }: z.output<typeof Page> = await this.#client.get('users', {
        query: { page },
        schema: Page,
      });
      yield* items;
      page = next;
    }
  }

  /** A refusal by the service is an answer, not an exception. */
  async create(name: string): Promise<Created> {
    const result = await this.#client
      .post('users', { json: { name }, schema: User, errors: { 422: Refusal } })
      .result();
    if (result.ok) return { user: result.data };
    if (result.error.status === 422) return { refused: result.error.data?.fields ?? {} };
    throw result.error;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.close();
  }
}

function makeClient(baseUrl: string, token: string) {
  return createClient({
    name: 'users',
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
    timeout: { total: 5_000 },
    plugins: [resilience(), zod()],
  });
}
