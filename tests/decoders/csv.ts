import {
  type DecoderTypes,
  DecodeFailure,
  defineDecoder,
  definePlugin,
  type Issue,
  type Plugin,
} from '@x/http-core';

interface Kinds {
  readonly string: string;
  readonly number: number;
}

/** A schema: the columns of a table and what is in them. */
export class Table<const Columns extends Readonly<Record<string, keyof Kinds>>> {
  readonly #columns: Columns;
  constructor(columns: Columns) {
    this.#columns = columns;
  }
  /** Whether this class made it. Unlike `instanceof`, it cannot throw. */
  static made(schema: unknown): schema is Table<{}> {
    return typeof schema === 'object' && schema !== null && #columns in schema;
  }
  get columns(): Columns {
    return this.#columns;
  }
}

type RowOf<S> =
  S extends Table<infer C> ? { -readonly [Name in keyof C]: Kinds[C[Name] & keyof Kinds] } : never;

/** What the compiler knows of the decoder: `schema` is the schema of the call. */
interface CsvTypes extends DecoderTypes {
  readonly accepts: Table<{}>;
  readonly output: RowOf<this['schema']>[];
}

const csvDecoder = defineDecoder({
  name: 'csv',
  claims: Table.made,
  compile(schema) {
    const columns = Object.entries<keyof Kinds>((schema as Table<{}>).columns);
    return (body) => {
      const lines = new TextDecoder('utf-8', { fatal: true }).decode(body).trimEnd().split(/\r?\n/);
      const [names = [], ...rows] = lines.map((line) => line.split(','));
      const cells = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
      const issues = columns.flatMap(([name, kind]) => faults(name, kind, names, cells));
      // By `value` the client masks the cells in the messages.
      if (issues.length > 0) throw new DecodeFailure({ issues, value: cells });
      const read = (text: string | undefined, kind: keyof Kinds) => (kind === 'number' ? Number(text) : text);
      return cells.map((row) =>
        Object.fromEntries(columns.map(([name, kind]) => [name, read(row[name], kind)])),
      );
    };
  },
});

function faults(
  name: string,
  kind: keyof Kinds,
  names: readonly string[],
  cells: readonly Readonly<Record<string, string>>[],
): readonly Issue[] {
  if (!names.includes(name)) return [{ path: [name], message: 'is missing', expected: 'a column' }];
  if (kind === 'string') return [];
  return cells.flatMap((row, index) => {
    const isNumber = row[name] !== '' && Number.isFinite(Number(row[name]));
    return isNumber ? [] : [{ path: [index, name], message: `is no number: ${row[name]}`, expected: kind }];
  });
}

export function csv(): Plugin<'csv', {}, CsvTypes> {
  return definePlugin<'csv', {}, CsvTypes>({
    name: 'csv',
    contract: 1,
    setup: () => ({ decoders: [csvDecoder], callOptions: {} }),
  });
}
