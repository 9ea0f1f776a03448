import { type AnyPlugin, type ClientOptions, ConfigurationError, optionChecks } from '@x/http-core';

import type { PluginFactories } from './plugin-factories.ts';

/** The options of `loadClientOptions`. */
export interface LoadOptions {
  /** The variables to look through; `process.env` unless given, `{}` for none. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** What the names of the variables begin with; `HTTP__` unless given. */
  readonly prefix?: string | undefined;
  /** A JSON or YAML file, relative to the working directory; it must be there. */
  readonly file?: string | URL | undefined;
  /** Where in the file the options are, as names parted by dots; `http` if there is one, else the whole file. */
  readonly section?: string | undefined;
  /** For the options that are plugins. */
  readonly plugins?: PluginFactories | undefined;
}

/** What `createClient` takes as it is, or spread under further options. */
export interface LoadedClientOptions extends Omit<ClientOptions, 'plugins' | 'clock' | 'random'> {
  /** Those that the configuration asks for, for `plugins: [...loaded.plugins, ...]`. */
  readonly plugins: readonly AnyPlugin[];
}

/** Load options that were checked. */
export interface ReadLoadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly prefix: string;
  readonly file: string | URL | undefined;
  readonly section: string | undefined;
  readonly plugins: PluginFactories;
}

const { checkFunction, checkKeys, checkText, refusal, refuseConfiguration: refuse } = optionChecks;

/** Checks the options; `ConfigurationError` names the one that is wrong. */
export function readLoadOptions(options: unknown): ReadLoadOptions {
  const given = checkKeys(refuse, 'options', options, ['env', 'prefix', 'file', 'section', 'plugins']);
  const { env = process.env, prefix = 'HTTP__', file, section, plugins = {} } = given;
  if (typeof env !== 'object' || env === null) {
    throw refusal(refuse, 'env', env, 'an object of variables, such as process.env');
  }
  const isFileUrl = file instanceof URL && file.protocol === 'file:';
  if (file !== undefined && !isFileUrl) checkText(refuse, 'file', file);
  if (section !== undefined && file === undefined) {
    throw new ConfigurationError("Option 'section' needs the option 'file'");
  }
  const factories = checkKeys(refuse, 'plugins', plugins, ['proxy', 'cookies']);
  for (const [name, factory] of Object.entries(factories)) {
    if (factory !== undefined) checkFunction(refuse, `plugins.${name}`, factory);
  }
  return {
    env: env as ReadLoadOptions['env'],
    prefix: checkText(refuse, 'prefix', prefix),
    file: file as string | URL | undefined,
    section: section === undefined ? undefined : checkText(refuse, 'section', section),
    plugins: factories,
  };
}
