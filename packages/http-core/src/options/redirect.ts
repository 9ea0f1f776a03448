import { checkBoolean, checkCount, checkKeys, refusal, type Refuse } from './check.ts';

/** The `redirect` option. */
export interface RedirectOptions {
  /** Whether 301, 302, 303, 307 and 308 are followed; else they are returned as they are. */
  readonly follow?: boolean | undefined;
  /** Redirects followed at most; one more is a `TooManyRedirectsError`. */
  readonly max?: number | undefined;
  /** Whether https may lead to http. */
  readonly allowDowngrade?: boolean | undefined;
  /** Whether the body of a 307 or 308 may go to another origin. */
  readonly replayBodyCrossOrigin?: boolean | undefined;
  /** Further headers that may go along to another origin, such as `traceparent`; credentials are refused. */
  readonly keepHeaders?: readonly string[] | undefined;
}

export type RedirectSettings = {
  readonly [K in keyof RedirectOptions]-?: Exclude<RedirectOptions[K], undefined>;
};

export const defaultRedirect: RedirectSettings = Object.freeze({
  follow: true,
  max: 10,
  allowDowngrade: false,
  replayBodyCrossOrigin: false,
  keepHeaders: Object.freeze([]),
});

const names = ['follow', 'max', 'allowDowngrade', 'replayBodyCrossOrigin', 'keepHeaders'] as const;

/** Puts one layer's `redirect` over the settings of the layer before, per key. */
export function mergeRedirect(refuse: Refuse, base: RedirectSettings, value: unknown): RedirectSettings {
  if (value === undefined) return base;
  const given = checkKeys(refuse, 'redirect', value, names);
  const flag = (name: 'follow' | 'allowDowngrade' | 'replayBodyCrossOrigin'): boolean => {
    const one = given[name];
    return one === undefined ? base[name] : checkBoolean(refuse, `redirect.${name}`, one);
  };
  return {
    follow: flag('follow'),
    max: given['max'] === undefined ? base.max : checkCount(refuse, 'redirect.max', given['max'], 0),
    allowDowngrade: flag('allowDowngrade'),
    replayBodyCrossOrigin: flag('replayBodyCrossOrigin'),
    keepHeaders:
      given['keepHeaders'] === undefined ? base.keepHeaders : headerNames(refuse, given['keepHeaders']),
  };
}

const credentials = /^(?:authorization|proxy-authorization|cookie2?|www-authenticate)$/;

function headerNames(refuse: Refuse, value: unknown): readonly string[] {
  const allowed = 'a list of header names without Authorization, Proxy-Authorization and Cookie';
  if (!Array.isArray(value)) throw refusal(refuse, 'redirect.keepHeaders', value, allowed);
  return value.map((name: unknown) => {
    const lower = typeof name === 'string' ? name.toLowerCase() : '';
    if (lower === '' || credentials.test(lower)) throw refusal(refuse, 'redirect.keepHeaders', name, allowed);
    return lower;
  });
}
