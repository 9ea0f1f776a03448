import { Cookie } from 'tough-cookie';

/** A cookie with every field that a store must give back. */
export function cookieOf(key: string, more: ConstructorParameters<typeof Cookie>[0] = {}): Cookie {
  const fields = { domain: 'a.example.com', path: '/', hostOnly: true, value: `value of ${key}` };
  return new Cookie({ key, ...fields, ...more });
}
