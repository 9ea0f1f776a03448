import { describeValue } from '../describe-value.ts';
import { ConfigurationError } from '../errors/index.ts';
import { order, type Scope } from '../order.ts';
import { declaredProperty } from '../own-property.ts';
import type { Contribution } from '../plugin.ts';

/** Says what is allowed when a value does not fit. */
type Check = (value: unknown) => string | undefined;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isFunction = (value: unknown): boolean => typeof value === 'function';
const aFunction: Check = (value) => (isFunction(value) ? undefined : 'a function');

const checks: ReadonlyMap<keyof Contribution, Check> = new Map<keyof Contribution, Check>([
  ['call', (value) => (isObject(value) ? undefined : 'an object of layers by slot')],
  ['attempt', (value) => (isObject(value) ? undefined : 'an object of layers by slot')],
  ['hop', (value) => (isObject(value) ? undefined : 'an object of layers by slot')],
  [
    'decoders',
    (value) => (Array.isArray(value) && value.every(isDecoder) ? undefined : 'a list of decoders'),
  ],
  [
    'transport',
    (value) => (isTransport(value) ? undefined : 'a transport with name, features, exchange, close'),
  ],
  ['proxyFor', aFunction],
  ['callOptions', (value) => (isChecks(value) ? undefined : 'an object of check functions by option name')],
  ['settings', (value) => (isObject(value) ? undefined : 'an object')],
  ['maxAttempts', (value) => (isAttempts(value) ? undefined : 'a whole number from 1, or Infinity')],
  ['open', aFunction],
  ['close', aFunction],
]);

/** Checks what a plugin's `setup` returned. Gives a copy without a prototype, so that a polluted one contributes nothing. */
export function readContribution(name: string, returned: unknown): Contribution {
  if (!isObject(returned) || isThenable(returned)) {
    const what = isObject(returned) ? 'a promise; setup is synchronous' : describeValue(returned);
    throw new ConfigurationError(
      `Plugin '${name}' must return its contribution from setup, but returned ${what}`,
    );
  }
  const unknown = Object.keys(returned).find((key) => !(checks as ReadonlyMap<string, Check>).has(key));
  if (unknown !== undefined) {
    const allowed = [...checks.keys()].join(', ');
    throw new ConfigurationError(
      `Plugin '${name}' contributes to '${unknown}', which is unknown; allowed are ${allowed}`,
    );
  }
  const contribution: Record<string, unknown> = Object.create(null);
  for (const [key, check] of checks) {
    const value: unknown = declaredProperty(returned as Contribution, key);
    if (value === undefined) continue;
    refuseUnless(name, key, value, check);
    contribution[key] = Object.hasOwn(order, key) ? readLayers(name, key as Scope, value as object) : value;
  }
  for (const hook of ['open', 'close']) {
    const own = contribution[hook];
    if (typeof own === 'function') contribution[hook] = own.bind(returned);
  }
  return contribution;
}

function readLayers(name: string, scope: Scope, layers: object): object {
  const known: Record<string, unknown> = Object.create(null);
  for (const [slot, layer] of Object.entries(layers)) {
    if (!(order[scope] as readonly string[]).includes(slot)) {
      throw new ConfigurationError(
        `Plugin '${name}' fills the unknown slot '${scope}.${slot}'; the slots of ${scope} are ${order[scope].join(', ')}`,
      );
    }
    if (layer === undefined) continue;
    refuseUnless(name, `${scope}.${slot}`, layer, aFunction);
    known[slot] = layer;
  }
  return known;
}

function refuseUnless(name: string, key: string, value: unknown, check: Check): void {
  const allowed = check(value);
  if (allowed === undefined) return;
  throw new ConfigurationError(
    `Plugin '${name}': its '${key}' must be ${allowed}, but is ${describeValue(value)}`,
  );
}

function isThenable(value: object): boolean {
  if (!isFunction((value as { then?: unknown }).then)) return false;
  // Its failure has been told by then, as that it is a promise at all.
  void Promise.resolve(value).catch(() => {});
  return true;
}

function isDecoder(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, claims, compile } = value as { name?: unknown; claims?: unknown; compile?: unknown };
  return typeof name === 'string' && isFunction(claims) && isFunction(compile);
}

function isTransport(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, features, exchange, close } = value as Partial<NonNullable<Contribution['transport']>>;
  return typeof name === 'string' && isFunction(features?.has) && isFunction(exchange) && isFunction(close);
}

function isChecks(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isFunction);
}

function isAttempts(value: unknown): boolean {
  return typeof value === 'number' && value >= 1 && (Number.isInteger(value) || value === Infinity);
}
