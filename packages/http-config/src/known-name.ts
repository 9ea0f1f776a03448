import { aliases } from './aliases.ts';
import { settings } from './settings.ts';
import { distance, squeeze, toSnakeCase } from './spelling.ts';

/** The core's name for a name as it is written, camelCase or snake_case; `undefined` when it is none of `known`. */
export function knownName(known: Iterable<string>, written: string): string | undefined {
  for (const name of known) if (name === written || toSnakeCase(name) === written) return name;
  return undefined;
}

/** Names an option that is known, as dotted path: `pool.maxConnections`, `pool.ttl_dns_cache`. */
function* knownPaths(): Generator<string> {
  for (const [name, { members, named, leaf }] of settings) {
    if (leaf !== undefined || named !== undefined) yield name;
    for (const member of Object.keys(members ?? {})) yield `${name}.${member}`;
    if (leaf === undefined && members !== undefined) yield name;
  }
  yield* aliases.keys();
}

/** The known option that an unknown one is most likely meant to be; near by spelling first, then the same name in another place. */
export function nearestName(names: readonly string[]): string | undefined {
  const beside: [string, number][] = [];
  const elsewhere: [string, number][] = [];
  const last = squeeze(names.at(-1) ?? '').slice(0, 64);
  const within = names.length === 1 ? '' : squeeze(names[0] ?? '');
  for (const path of knownPaths()) {
    const [top = '', member] = path.split('.');
    const isBeside = within === (member === undefined ? '' : squeeze(top));
    const edits = distance(last, squeeze(member ?? top));
    (isBeside ? beside : elsewhere).push([path, edits]);
  }
  const few = Math.floor(last.length / 3);
  return closest(beside, Math.min(3, few)) ?? closest(elsewhere, Math.min(1, few));
}

function closest(found: readonly [string, number][], most: number): string | undefined {
  const [best] = found.filter(([, edits]) => edits <= most).toSorted(([, one], [, other]) => one - other);
  return best?.[0];
}
