import { describeValue } from './describe-value.ts';
import { ConfigurationError } from './errors/index.ts';
import { exclusiveSlots, order, type Scope } from './order.ts';
import type { AnyPlugin, Contribution, Host } from './plugin.ts';

/** A plugin that has been set up. */
export interface Registered {
  readonly name: string;
  readonly contribution: Contribution;
}

const contributionKeys: ReadonlySet<string> = new Set([
  'call',
  'attempt',
  'hop',
  'decoders',
  'transport',
  'proxyFor',
  'callOptions',
  'settings',
  'maxAttempts',
  'open',
  'close',
]);

/** Checks the plugins before any is set up: shape, contract, double names, requirements. */
export function checkPlugins(plugins: unknown, inherited: readonly Registered[]): readonly AnyPlugin[] {
  if (plugins === undefined) return [];
  if (!Array.isArray(plugins)) {
    throw new ConfigurationError(`Option 'plugins' must be an array of plugins, but is ${describeValue(plugins)}`);
  }
  const names = new Set(inherited.map(({ name }) => name));
  for (const [index, plugin] of plugins.entries()) {
    checkShape(plugin, index);
    // Sugar such as beforeRequest() may stand there many times; it says so with a name in brackets.
    if (names.has(plugin.name) && !plugin.name.startsWith('[')) {
      throw new ConfigurationError(`Plugin '${plugin.name}' is registered twice; remove one of the two`);
    }
    names.add(plugin.name);
  }
  for (const plugin of plugins as AnyPlugin[]) {
    const missing = plugin.requires?.find((name) => !names.has(name));
    if (missing === undefined) continue;
    throw new ConfigurationError(`Plugin '${plugin.name}' requires plugin '${missing}'; add '${missing}' to plugins`);
  }
  return plugins as readonly AnyPlugin[];
}

function checkShape(plugin: unknown, index: number): asserts plugin is AnyPlugin {
  const where = `plugins[${index}]`;
  if (typeof plugin !== 'object' || plugin === null) {
    const hint = typeof plugin === 'function' ? '; call the factory: plugins: [factory()]' : '';
    throw new ConfigurationError(`Option '${where}' must be a plugin, but is ${describeValue(plugin)}${hint}`);
  }
  const { name, contract, setup } = plugin as Partial<AnyPlugin>;
  if (typeof name !== 'string' || name === '') {
    throw new ConfigurationError(`Option '${where}.name' must be a string that is not empty, but is ${describeValue(name)}`);
  }
  if (contract !== 1) {
    throw new ConfigurationError(
      `Plugin '${name}' speaks contract ${describeValue(contract)}, this client speaks contract 1; install versions that fit`,
    );
  }
  if (typeof setup !== 'function') {
    throw new ConfigurationError(`Plugin '${name}' has no setup function: ${describeValue(setup)}`);
  }
}

/** Sets the plugins up in their order and checks what each contributes against the rest. */
export function setUp(plugins: readonly AnyPlugin[], host: Host, inherited: readonly Registered[]): Registered[] {
  const registered = [...inherited];
  for (const plugin of plugins) {
    const contribution = plugin.setup(host) as Contribution;
    checkContribution(plugin.name, contribution);
    registered.push({ name: plugin.name, contribution });
  }
  checkExclusive(registered);
  return registered;
}

function checkContribution(name: string, contribution: unknown): asserts contribution is Contribution {
  if (typeof contribution !== 'object' || contribution === null || contribution instanceof Promise) {
    const what = contribution instanceof Promise ? 'a promise; setup is synchronous' : describeValue(contribution);
    throw new ConfigurationError(`Plugin '${name}' must return its contribution from setup, but returned ${what}`);
  }
  for (const key of Object.keys(contribution)) {
    if (contributionKeys.has(key)) continue;
    throw new ConfigurationError(
      `Plugin '${name}' contributes to '${key}', which is unknown; allowed are ${[...contributionKeys].join(', ')}`,
    );
  }
  for (const scope of Object.keys(order) as Scope[]) {
    for (const slot of Object.keys((contribution as Contribution)[scope] ?? {})) checkSlot(name, scope, slot);
  }
}

function checkSlot(name: string, scope: Scope, slot: string): void {
  if ((order[scope] as readonly string[]).includes(slot)) return;
  throw new ConfigurationError(
    `Plugin '${name}' fills the unknown slot '${scope}.${slot}'; the slots of ${scope} are ${order[scope].join(', ')}`,
  );
}

function checkExclusive(registered: readonly Registered[]): void {
  const holders = new Map<string, string>();
  const claim = (what: string, name: string, fix: string): void => {
    const holder = holders.get(what);
    if (holder !== undefined && holder !== name) {
      throw new ConfigurationError(`Plugins '${holder}' and '${name}' both fill ${what}; ${fix}`);
    }
    holders.set(what, name);
  };
  for (const { name, contribution } of registered) {
    if (contribution.transport !== undefined) claim('the transport', name, 'a client has one: keep one of them');
    for (const scope of Object.keys(order) as Scope[]) {
      for (const [slot, layer] of Object.entries(contribution[scope] ?? {})) {
        if (layer === undefined || !exclusiveSlots.has(slot)) continue;
        claim(`the slot '${slot}'`, name, 'it takes one plugin: keep one of them');
      }
    }
  }
}
