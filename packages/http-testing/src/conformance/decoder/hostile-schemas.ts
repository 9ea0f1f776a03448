/** Values that are nobody's schema, some of which throw when they are looked at. */
export function hostileSchemas(): readonly unknown[] {
  const refuse = (): never => {
    throw new Error('do not look at me');
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const names = ['~standard', '~kind', '~unsafe', '_zod', 'parse', 'schema', 'type', 'kind', 'then'];
  const trap = Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get: refuse }])));
  return [
    null,
    0,
    1n,
    true,
    '',
    'text',
    Symbol('schema'),
    {},
    [],
    new Map(),
    /a/,
    () => true,
    class Schema {},
    Object.create(null),
    trap,
    new Proxy(
      {},
      { get: refuse, has: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse, getPrototypeOf: refuse },
    ),
    revoked.proxy,
  ];
}
