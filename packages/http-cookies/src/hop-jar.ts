import type { CookiePair } from './cookie-header.ts';
import type { CookieScope } from './cookie-scope.ts';
import type { Soon } from './shelf.ts';

/** A jar as the hop layer uses it, whatever stands behind it. */
export interface HopJar {
  /** False only when there is certainly nothing for the host: the jar is then not asked. */
  holds(host: string): boolean;
  /** The cookies for `scope`, in the order of the header. */
  read(scope: CookieScope): Soon<readonly CookiePair[]>;
  /** Takes one Set-Cookie line; resolves to the reason when it is refused. */
  write(line: string, scope: CookieScope): Promise<Refusal | undefined>;
  flush(): Soon<void>;
}

/** A cookie that was not taken, and why; never its value. */
export interface Refusal {
  readonly cookie: string;
  readonly reason: string;
}

/** The name of the cookie in a Set-Cookie line, for events. */
export function nameIn(line: string): string {
  const pair = line.split(';', 1)[0] ?? '';
  const equals = pair.indexOf('=');
  // Without an equals sign it is a value.
  return equals === -1 ? '' : pair.slice(0, equals).trim().slice(0, 64);
}
