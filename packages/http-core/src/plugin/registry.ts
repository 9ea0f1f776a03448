import { describeValue } from '../describe-value.ts';
import { causeSuffix } from '../errors/describe-cause.ts';
import { ConfigurationError, isClientError } from '../errors/index.ts';
import { exclusiveSlots, order, type Scope } from '../order.ts';
import { declaredProperty } from '../own-property.ts';
import type { AnyPlugin, Contribution, Host } from '../plugin.ts';
import { readContribution } from './contribution.ts';

/** A plugin that has been set up. */
export interface Registered {
  readonly name: string;
  readonly contribution: Contribution;
}

/** Checks the plugins before any is set up: shape, contract, double names, requirements. */
export function checkPlugins(plugins: unknown, inherited: readonly Registered[]): readonly AnyPlugin[] {
  if (plugins === undefined) return [];
  if (!Array.isArray(plugins)) {
    throw new ConfigurationError(
      `Option 'plugins' must be an array of plugins, but is ${describeValue(plugins)}`,
    );
  }
  const names = new Set(inherited.map(({ name }) => name));
  for (const [index, plugin] of plugins.entries()) {
    checkShape(plugin, index);
    // Sugar such as beforeRequest() may stand there many times; it says so with a name in brackets.
    if (names.has(plugin.name) && !plugin.name.startsWith('[')) {
      const fix = inherited.some(({ name }) => name === plugin.name)
        ? 'the client that is extended has it already: leave it out here'
        : 'remove one of the two';
      throw new ConfigurationError(`Plugin '${plugin.name}' is registered twice; ${fix}`);
    }
    names.add(plugin.name);
  }
  for (const plugin of plugins as AnyPlugin[]) {
    const missing = requirementsOf(plugin).find((name) => !names.has(name));
    if (missing === undefined) continue;
    throw new ConfigurationError(
      `Plugin '${plugin.name}' requires plugin '${missing}'; add '${missing}' to plugins`,
    );
  }
  return plugins as readonly AnyPlugin[];
}

function requirementsOf(plugin: AnyPlugin): readonly string[] {
  const requires: unknown = declaredProperty(plugin, 'requires') ?? [];
  if (Array.isArray(requires) && requires.every((name) => typeof name === 'string')) return requires;
  throw new ConfigurationError(
    `Plugin '${plugin.name}': its 'requires' must be a list of plugin names, but is ${describeValue(requires)}`,
  );
}

function checkShape(plugin: unknown, index: number): asserts plugin is AnyPlugin {
  const where = `plugins[${index}]`;
  if (typeof plugin !== 'object' || plugin === null) {
    const hint = typeof plugin === 'function' ? '; call the factory: plugins: [factory()]' : '';
    throw new ConfigurationError(
      `Option '${where}' must be a plugin, but is ${describeValue(plugin)}${hint}`,
    );
  }
  const given = plugin as AnyPlugin;
  const name: unknown = declaredProperty(given, 'name');
  const contract: unknown = declaredProperty(given, 'contract');
  const setup: unknown = declaredProperty(given, 'setup');
  if (typeof name !== 'string' || name === '') {
    throw new ConfigurationError(
      `Option '${where}.name' must be a string that is not empty, but is ${describeValue(name)}`,
    );
  }
  if (contract !== 1) {
    const spoken = typeof contract === 'number' ? contract : describeValue(contract);
    throw new ConfigurationError(
      `Plugin '${name}' speaks contract ${spoken}, this client speaks contract 1; install versions that fit`,
    );
  }
  if (typeof setup !== 'function') {
    throw new ConfigurationError(`Plugin '${name}' has no setup function: ${describeValue(setup)}`);
  }
}

/** Sets the plugins up in their order and checks what each contributes against the rest. */
export function setUp(
  plugins: readonly AnyPlugin[],
  host: Host,
  inherited: readonly Registered[],
): Registered[] {
  const registered = [...inherited];
  for (const plugin of plugins) {
    registered.push({
      name: plugin.name,
      contribution: readContribution(plugin.name, setUpOne(plugin, host)),
    });
  }
  checkExclusive(registered);
  return registered;
}

function setUpOne(plugin: AnyPlugin, host: Host): unknown {
  try {
    return plugin.setup(host);
  } catch (cause) {
    if (isClientError(cause)) throw cause;
    throw new ConfigurationError(`Plugin '${plugin.name}' failed in setup${causeSuffix(cause)}`, { cause });
  }
}

function checkExclusive(registered: readonly Registered[]): void {
  const holders = new Map<string, string>();
  const claim = (what: string, name: string, fix: string): void => {
    const holder = holders.get(what);
    if (holder !== undefined) {
      const who = holder === name ? `Plugin '${name}' fills` : `Plugins '${holder}' and '${name}' both fill`;
      throw new ConfigurationError(`${who} ${what}${holder === name ? ' twice' : ''}; ${fix}`);
    }
    holders.set(what, name);
  };
  for (const { name, contribution } of registered) {
    if (contribution.transport !== undefined) {
      claim('the transport', name, 'a client has one: keep one of them');
    }
    for (const scope of Object.keys(order) as Scope[]) {
      for (const slot of Object.keys(contribution[scope] ?? {})) {
        if (!exclusiveSlots.has(slot)) continue;
        claim(`the slot '${slot}'`, name, 'it takes one plugin, in one place: keep one of them');
      }
    }
  }
}
