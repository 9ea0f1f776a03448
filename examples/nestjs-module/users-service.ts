import { NotFoundException } from '@nestjs/common';
import { type Client, NotFoundError, path } from '@x/http-core';

/** What the API sends. */
export interface User {
  readonly id: number;
  readonly name: string;
}

/** An ordinary provider that gets its client injected. */
export class UsersService {
  readonly #users: Client;

  constructor(users: Client) {
    this.#users = users;
  }

  async find(id: string): Promise<User> {
    try {
      return (await this.#users.get(path`users/${id}`).json()) as User;
    } catch (error) {
      if (error instanceof NotFoundError) throw new NotFoundException(`There is no user ${id}`);
      throw error;
    }
  }
}
