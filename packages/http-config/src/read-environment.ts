import type { Written } from './entry.ts';

/** The variables whose names begin with `prefix`; `__` parts an option from its member. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  prefix: string,
): readonly Written[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (!name.startsWith(prefix) || value === undefined) return [];
    const [top = '', ...rest] = name.slice(prefix.length).split('__');
    const source = /^\w{1,128}$/.test(name) ? name : `${prefix}[...]`;
    const names: Written['names'] = rest.length === 0 ? [top] : [top, rest.join('__')];
    return [{ names, value, source, isVariable: true }];
  });
}

/** The variable of an option by its path: `pool.maxConnections` is `HTTP__POOL__MAX_CONNECTIONS`. */
export function variableName(path: string, prefix: string): string {
  return prefix + path.replaceAll('.', '__').toUpperCase();
}
