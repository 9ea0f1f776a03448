/** The names of the parameters in a path such as `/users/:id/files/*`; `*` as the last segment is the parameter `rest`. */
type NamesIn<Path extends string> = Path extends `${infer Head}?${string}`
  ? NamesIn<Head>
  : Path extends `${infer Segment}/${infer Rest}`
    ? NamesOf<Segment> | NamesIn<Rest>
    : Path extends '*'
      ? 'rest'
      : NamesOf<Path>;
type NamesOf<Segment extends string> = Segment extends `:${infer Name}` ? Name : never;

/** What `request.params` holds for a path: one string per parameter; any names where the path is not known to the types. */
export type PathParams<Target> = Target extends string
  ? string extends Target
    ? Readonly<Record<string, string>>
    : { readonly [Name in NamesIn<Target>]: string }
  : Readonly<Record<string, string>>;

/** A path with parameters, taken apart once. */
export class PathPattern {
  readonly #segments: readonly string[];
  readonly #hasRest: boolean;

  /** A path that begins with a slash; `:name` is one segment, `*` one segment too, or all that follow where it is the last. */
  constructor(path: string) {
    const segments = path.slice(1).split('/');
    this.#hasRest = segments.at(-1) === '*';
    this.#segments = this.#hasRest ? segments.slice(0, -1) : segments;
  }

  /** The parameters of a path that fits, percent-decoded; `undefined` for one that does not. */
  match(path: string): Readonly<Record<string, string>> | undefined {
    const given = path.slice(1).split('/');
    const expected = this.#segments;
    if (this.#hasRest ? given.length < expected.length : given.length !== expected.length) return undefined;
    const params: Record<string, string> = Object.create(null);
    for (const [index, segment] of expected.entries()) {
      const value = decoded(given[index] as string);
      if (isParameter(segment)) params[segment.slice(1)] = value;
      else if (segment !== '*' && decoded(segment) !== value) return undefined;
    }
    if (this.#hasRest) params['rest'] = given.slice(expected.length).map(decoded).join('/');
    return params;
  }
}

function isParameter(segment: string): boolean {
  return /^:[A-Za-z_]\w*$/.test(segment);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
