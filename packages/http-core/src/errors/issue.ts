/** One thing that did not fit a schema, the same for every decoder. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly expected?: string | undefined;
}
