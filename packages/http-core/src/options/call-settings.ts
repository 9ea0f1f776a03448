import { tell } from '../tell.ts';
import { checkBoolean, checkCount, checkFunction, type Refuse, refusal } from './check.ts';
import { mergeRedirect, type RedirectSettings } from './redirect.ts';
import { mergeTimeouts, type Timeouts } from './timeouts.ts';

/** How far a transfer has come. `total` is `undefined` where the length is not known. */
export interface Progress {
  readonly transferred: number;
  readonly total: number | undefined;
}

/** What the options of client and call come to for one call. */
export interface CallSettings {
  readonly timeouts: Timeouts;
  readonly redirect: RedirectSettings;
  /** Decoded bytes; `undefined` is the default: 64 MiB buffered, no limit on a stream. */
  readonly maxResponseBytes: number | undefined;
  readonly throwOnStatus: boolean;
  readonly decompress: boolean;
  readonly onUploadProgress: ((progress: Progress) => void) | undefined;
  readonly onDownloadProgress: ((progress: Progress) => void) | undefined;
  readonly state: ReadonlyMap<symbol, unknown> | undefined;
}

/** Decoded bytes that a buffered call reads unless told otherwise. */
export const defaultMaxResponseBytes: number = 64 * 1024 * 1024;

/** The options of client and call that settings are made of, unchecked. */
export interface SettingOptions {
  readonly timeout?: unknown;
  readonly redirect?: unknown;
  readonly maxResponseBytes?: unknown;
  readonly throwOnStatus?: unknown;
  readonly decompress?: unknown;
  readonly onUploadProgress?: unknown;
  readonly onDownloadProgress?: unknown;
  readonly state?: unknown;
}

/** Puts one layer's options over the settings of the layer before; validates each. */
export function mergeSettings(refuse: Refuse, base: CallSettings, options: SettingOptions): CallSettings {
  const { maxResponseBytes, throwOnStatus, decompress, onUploadProgress, onDownloadProgress } = options;
  const flag = (name: 'throwOnStatus' | 'decompress', value: unknown): boolean =>
    value === undefined ? base[name] : checkBoolean(refuse, name, value);
  const listener = (
    name: 'onUploadProgress' | 'onDownloadProgress',
    value: unknown,
  ): CallSettings[typeof name] => {
    if (value === undefined) return base[name];
    const told = checkFunction(refuse, name, value) as (progress: Progress) => void;
    return (progress) => tell(told, progress);
  };
  return {
    timeouts: mergeTimeouts(refuse, base.timeouts, options.timeout),
    redirect: mergeRedirect(refuse, base.redirect, options.redirect),
    maxResponseBytes:
      maxResponseBytes === undefined
        ? base.maxResponseBytes
        : checkCount(refuse, 'maxResponseBytes', maxResponseBytes, 0),
    throwOnStatus: flag('throwOnStatus', throwOnStatus),
    decompress: flag('decompress', decompress),
    onUploadProgress: listener('onUploadProgress', onUploadProgress),
    onDownloadProgress: listener('onDownloadProgress', onDownloadProgress),
    state: options.state === undefined ? base.state : checkState(refuse, options.state),
  };
}

function checkState(refuse: Refuse, value: unknown): ReadonlyMap<symbol, unknown> {
  if (value instanceof Map && [...value.keys()].every((key) => typeof key === 'symbol')) return value;
  throw refusal(refuse, 'state', value, 'a Map with symbols as keys');
}
