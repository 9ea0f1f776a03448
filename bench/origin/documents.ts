/** What the origin serves: the documents of every scenario, and where they stand. */
export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
}

export const paths = {
  small: '/users/1',
  large: '/users',
  download: '/export',
  echo: '/users/new',
  /** The small document, after which the origin closes the connection. */
  closing: '/closing',
} as const;

const user = (id: number): User => ({
  id,
  name: `Ada Lovelace ${id}`,
  email: `ada.${id}@example.com`,
  roles: ['admin', 'author'],
});

export const smallDocument: User = user(1);

/** About 100 KB of JSON. */
export const largeDocument: readonly User[] = Array.from({ length: 1_100 }, (_, index) => user(index));

export const downloadBytes: number = 10 * 1024 * 1024;
