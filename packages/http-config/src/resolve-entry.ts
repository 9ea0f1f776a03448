import { aliases } from './aliases.ts';
import { type Entry, showName, type Written } from './entry.ts';
import { knownName, nearestName } from './known-name.ts';
import type { Leaf } from './leaf.ts';
import { notAnObject, problem, type Problem } from './problem.ts';
import { type Setting, settings } from './settings.ts';
import { toSnakeCase } from './spelling.ts';

/** Finds the options that something written is about. An unknown one is a problem, with a suggestion. */
export function resolveEntry(written: Written, spell: (path: string) => string): Entry[] | Problem {
  const names = written.isVariable ? written.names.map((name) => name.toLowerCase()) : written.names;
  const alias = aliases.get(names.join('.'));
  if (alias !== undefined) {
    const [top = '', member = ''] = alias.path;
    const leaf = settings.get(top)?.members?.[member] ?? settings.get(top)?.leaf;
    if (leaf !== undefined) return [entryOf(written, alias.path, leaf, alias.unit)];
  }
  const top = knownName(settings.keys(), names[0] ?? '');
  const setting = top === undefined ? undefined : settings.get(top);
  if (top === undefined || setting === undefined) {
    return unknownName(written, names, [...settings.keys()], spell);
  }
  if (names.length === 1) return whole(written, top, setting);
  if (setting.members === undefined && setting.named === undefined) {
    return unknownName(written, names, [...settings.keys()], spell);
  }
  const known = Object.keys(setting.members ?? {});
  const member = knownName(known, names[1] ?? '');
  const leaf = member === undefined ? undefined : setting.members?.[member];
  if (member !== undefined && leaf !== undefined) return [entryOf(written, [top, member], leaf)];
  if (setting.named === undefined) {
    return unknownName(
      written,
      names,
      known.map((name) => `${top}.${name}`),
      spell,
    );
  }
  return [entryOf(written, [top, freeName(top, written)], setting.named)];
}

/** A value that stands for the whole option. */
function whole(written: Written, top: string, setting: Setting): Entry[] | Problem {
  const { leaf, members, named } = setting;
  const { value } = written;
  // A section whose lines are all commented out is null in YAML.
  if (value === null && (members !== undefined || named !== undefined)) return [];
  if (leaf === undefined) {
    const names = Object.keys(members ?? {}).join(', ');
    return notAnObject(written, names === '' ? 'an object of names and values' : `an object with ${names}`);
  }
  if (named === undefined || typeof value !== 'string') {
    return [entryOf(written, setting.whole === undefined ? [top] : [top, setting.whole], leaf)];
  }
  // Taken apart, so that the environment can lay single names over a file's query string.
  const fields = new URLSearchParams(value);
  return [...new Set(fields.keys())].map((name) =>
    entryOf({ ...written, value: fields.getAll(name) }, [top, name], named),
  );
}

function entryOf(written: Written, path: readonly string[], leaf: Leaf, unit?: 'seconds'): Entry {
  const { value, source, isVariable, names } = written;
  // A variable of another client is called what it is called there: its unit may be another one.
  const shown =
    isVariable && unit === undefined ? path : names.map((name) => (isVariable ? name.toLowerCase() : name));
  return { path, leaf, unit, value, source, shown: showName(shown) };
}

/** Variables can hold neither hyphens nor, by custom, small letters: `X_TEAM` is the header `x-team`, `PAGE_SIZE` the query's `page_size`. */
function freeName(top: string, { names, isVariable }: Written): string {
  const name = names[1] ?? '';
  if (top === 'headers') return (isVariable ? name.replaceAll('_', '-') : name).toLowerCase();
  return isVariable && !/[a-z]/.test(name) ? name.toLowerCase() : name;
}

function unknownName(
  written: Written,
  names: readonly string[],
  known: readonly string[],
  spell: (path: string) => string,
): Problem {
  const near = nearestName(names);
  const hasCamelCase =
    names.some((name) => /[a-z][A-Z]/.test(name)) || names.every((name) => !name.includes('_'));
  const spelt = (path: string): string =>
    spell(hasCamelCase && !written.isVariable ? path : toSnakeCase(path));
  const help =
    near === undefined ? `allowed are ${known.map(spelt).join(', ')}` : `did you mean ${spelt(near)}?`;
  return problem(
    names.map((name) => showName([name])),
    `${showName(names)} is unknown; ${help}`,
    written.source,
  );
}
