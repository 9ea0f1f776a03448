import type { CallHost } from '../call/call-context.ts';
import type { Engine } from '../call/run-call.ts';
import { type Description, describe } from '../client/describe.ts';
import { Lifecycle } from '../client/lifecycle.ts';
import { compose } from '../compose.ts';
import { Schemas } from '../decode/schemas.ts';
import { snapshotEnvironment } from '../environment.ts';
import { ConfigurationError } from '../errors/index.ts';
import { Emitter } from '../events.ts';
import { CallOptionReader } from '../options/read-call-options.ts';
import { type ClientConfiguration, resolveClient } from '../options/resolve-client.ts';
import type { AnyPlugin, Contribution, Host } from '../plugin.ts';
import type { Transport } from '../transport/transport.ts';
import { checkProxy } from './proxy-for.ts';
import { checkPlugins, type Registered, setUp } from './registry.ts';

/** A client put together: what its verbs run on, and what `extend` goes on using. */
export interface Assembly {
  readonly configuration: ClientConfiguration;
  readonly registered: readonly Registered[];
  readonly transport: Transport;
  readonly events: Emitter;
  readonly engine: Engine;
  describe(): Description;
}

/** Checks the options, sets the plugins up and composes the chain; throws `ConfigurationError`, and does no I/O. */
export function assemble(options: unknown, defaultTransport: AnyPlugin, parent?: Assembly): Assembly {
  const configuration = resolveClient(options, parent?.configuration);
  const { name, clock, pool } = configuration;
  const events = new Emitter(name);
  const host = makeHost(configuration, events);
  const inherited = parent?.registered ?? [];
  const registered = setUp(checkPlugins(configuration.plugins, inherited), host, inherited);
  const own = registered.slice(inherited.length);
  const transport = transportOf(own) ?? parent?.transport ?? transportBy(defaultTransport, host);
  checkProxy(registered, transport);
  checkHttp2(configuration, transport);
  const lifecycle = new Lifecycle({
    name,
    clock,
    isLazy: configuration.lazyOpen,
    own,
    closeTransport: parent?.transport === transport ? undefined : () => transport.close(),
    parent: parent?.engine.lifecycle,
  });
  const schemas = new Schemas(registered.flatMap(({ contribution }) => contribution.decoders ?? []));
  const { run, links } = compose(registered, transport, schemas, lifecycle);
  const reader = new CallOptionReader(registered);
  const described = {
    options: configuration,
    transport: transport.name,
    links,
    registered,
    decoders: schemas.names,
  };
  return {
    configuration,
    registered,
    transport,
    events,
    engine: {
      configuration,
      host: { name, clock, events, pool, ...changesOf(registered) },
      reader,
      schemas,
      lifecycle,
      run,
    },
    describe: () => describe(described),
  };
}

/** Where requests need headers of their own, because a plugin gets hold of them there. */
function changesOf(registered: readonly Registered[]): Pick<CallHost, 'changesAttempts' | 'changesHops'> {
  const contributions = registered.map(({ contribution }) => contribution);
  return {
    changesAttempts: contributions.some(
      ({ call, attempt }) => isFilled(attempt) || call?.retry !== undefined,
    ),
    changesHops: contributions.some(({ hop }) => isFilled(hop)),
  };
}

function isFilled(layers: object | undefined): boolean {
  return layers !== undefined && Object.keys(layers).length > 0;
}

function makeHost(configuration: ClientConfiguration, events: Emitter): Host {
  return {
    clientName: configuration.name,
    options: configuration,
    env: snapshotEnvironment(configuration.trustEnv),
    clock: configuration.clock,
    random: configuration.random,
    emit: (event, detail) => events.emit(event, detail),
    hasListeners: (event) => events.hasListeners(event),
  };
}

function transportOf(registered: readonly Registered[]): Transport | undefined {
  return registered.find(({ contribution }) => contribution.transport !== undefined)?.contribution.transport;
}

function transportBy(plugin: AnyPlugin, host: Host): Transport {
  const { transport } = plugin.setup(host) as Contribution;
  if (transport === undefined) throw new ConfigurationError(`Plugin '${plugin.name}' has no transport`);
  return transport;
}

function checkHttp2(configuration: ClientConfiguration, transport: Transport): void {
  if (!configuration.http2 || transport.features.has('http2')) return;
  throw new ConfigurationError(
    `Option 'http2' is true, but transport '${transport.name}' does not speak HTTP/2; leave it out, or use a transport with the feature 'http2'`,
  );
}
