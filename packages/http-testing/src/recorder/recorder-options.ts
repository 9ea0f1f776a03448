import { fileURLToPath } from 'node:url';

import { type AnyPlugin, ConfigurationError, optionChecks } from '@x/http-core';
import { got } from '@x/http-core/got';

import { type CassetteRedaction, CassetteRedactor } from './cassette-redactor.ts';
import type { MatchSettings } from './entry.ts';

const {
  checkBoolean,
  checkFunction,
  checkKeys,
  checkText,
  refusal,
  refuseConfiguration: refuse,
} = optionChecks;

/** Whether exchanges go out and are kept, come from the cassette, or the one where there is an entry and the other where there is none. */
export type RecorderMode = 'record' | 'replay' | 'auto';

/** What tells one request from another, beside method and URL. */
export interface RecorderMatch {
  /** Headers that must be the same; none unless given. */
  readonly headers?: readonly string[] | undefined;
  /** Whether the body must be the same, JSON whatever the order of its keys; true unless given. */
  readonly body?: boolean | undefined;
  /** Query keys, form fields and JSON keys that are different every time, such as a nonce. */
  readonly ignore?: readonly string[] | undefined;
}

/** Options of `recorder`. */
export interface RecorderOptions {
  /** The cassette; written when the client is closed. */
  readonly file: string | URL;
  /** `auto` unless given: replays what the cassette has and records the rest, but in CI it only replays. */
  readonly mode?: RecorderMode | undefined;
  /** The plugin with the transport that is recorded; `got()` unless given. */
  readonly transport?: AnyPlugin | undefined;
  readonly match?: RecorderMatch | undefined;
  /** Whether the last entry for a request answers once more when all have been used; false unless given: that is an error. */
  readonly repeat?: boolean | undefined;
  readonly redact?: CassetteRedaction | undefined;
}

/** The options of a recorder, checked. */
export interface RecorderSettings {
  readonly path: string;
  readonly mode: RecorderMode;
  readonly transport: AnyPlugin;
  readonly match: MatchSettings;
  readonly repeat: boolean;
  readonly redactor: CassetteRedactor;
}

/** Throws `ConfigurationError`, which names the option that is wrong. */
export function readRecorderOptions(options: unknown): RecorderSettings {
  const given = checkKeys(refuse, 'recorder', options, [
    'file',
    'mode',
    'transport',
    'match',
    'repeat',
    'redact',
  ]);
  const match = checkKeys(refuse, 'match', given['match'] ?? {}, ['headers', 'body', 'ignore']);
  const redact = checkKeys(refuse, 'redact', given['redact'] ?? {}, ['names', 'keep']);
  return {
    path: pathOf(given['file']),
    mode: modeOf(given['mode'] ?? 'auto'),
    transport: given['transport'] === undefined ? got() : pluginOf(given['transport']),
    match: {
      headers: names('match.headers', match['headers']),
      body: match['body'] === undefined ? true : checkBoolean(refuse, 'match.body', match['body']),
      ignore: new Set(names('match.ignore', match['ignore'])),
    },
    repeat: given['repeat'] === undefined ? false : checkBoolean(refuse, 'repeat', given['repeat']),
    redactor: new CassetteRedactor({
      names: names('redact.names', redact['names']),
      keep: names('redact.keep', redact['keep']),
    }),
  };
}

function pathOf(file: unknown): string {
  if (!(file instanceof URL)) return checkText(refuse, 'file', file);
  if (file.protocol === 'file:') return fileURLToPath(file);
  throw new ConfigurationError('file must be a path or a URL of the scheme file');
}

function modeOf(mode: unknown): RecorderMode {
  if (mode === 'record' || mode === 'replay' || mode === 'auto') return mode;
  throw refusal(refuse, 'mode', mode, "'record', 'replay' or 'auto'");
}

function pluginOf(plugin: unknown): AnyPlugin {
  if (typeof plugin !== 'object' || plugin === null) {
    throw refusal(refuse, 'transport', plugin, 'a plugin with a transport, such as got()');
  }
  checkFunction(refuse, 'transport.setup', (plugin as Partial<AnyPlugin>).setup);
  return plugin as AnyPlugin;
}

function names(option: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '')) {
    return value as string[];
  }
  throw refusal(refuse, option, value, 'a list of names');
}
