import type { Link } from '../compose.ts';
import { defaultMaxResponseBytes } from '../options/call-settings.ts';
import type { ResolvedClientOptions } from '../options/client-options.ts';
import type { Registered } from '../plugin/registry.ts';
import { redactUrl } from '../redact.ts';
import { redactDetail } from '../redact/redact-detail.ts';

/** One place of the chain, outermost first. */
export interface DescribedLink extends Link {
  /** What the plugin tells of its settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A client as data: for logs, for snapshots in tests, for support. Holds no secret. */
export interface Description {
  readonly name: string;
  readonly transport: string;
  readonly chain: readonly DescribedLink[];
  readonly decoders: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** How long one call may take in milliseconds, and how many requests it may come to on the wire. */
  readonly worstCase: { readonly time: number; readonly requests: number };
}

/** What `describe()` is made of. */
export interface Described {
  readonly options: ResolvedClientOptions;
  readonly transport: string;
  readonly links: readonly Link[];
  readonly registered: readonly Registered[];
  readonly decoders: readonly string[];
}

/** The silent retry on a stale socket makes two of one attempt. */
const attemptsWithoutPlugin = 2;

/** Describes a client; a bundle of plain values without functions, certificates and credentials. */
export function describe(parts: Described): Description {
  const { options, registered } = parts;
  // Copies, so that nobody changes a client by changing its description.
  const settings = new Map(
    registered.map(({ name, contribution }) => [
      name,
      contribution.settings && redactDetail(contribution.settings),
    ]),
  );
  const chain = parts.links.map((link) => {
    const own = settings.get(link.plugin);
    return own === undefined ? link : { ...link, settings: own };
  });
  const { timeouts, redirect } = options.settings;
  const attempts = Math.max(
    attemptsWithoutPlugin,
    ...registered.map(({ contribution }) => contribution.maxAttempts ?? 0),
  );
  const hops = redirect.follow ? redirect.max + 1 : 1;
  return {
    name: options.name,
    transport: parts.transport,
    chain,
    decoders: parts.decoders,
    options: describeOptions(options),
    worstCase: { time: timeouts.total ?? Infinity, requests: attempts * hops },
  };
}

function describeOptions(options: ResolvedClientOptions): Record<string, unknown> {
  const { settings, tls } = options;
  return {
    baseUrl: options.baseUrl === undefined ? undefined : redactUrl(options.baseUrl),
    timeout: { ...settings.timeouts },
    pool: { ...options.pool },
    tls: {
      verify: tls.verify,
      ca: tls.ca !== undefined,
      cert: tls.cert !== undefined,
      key: tls.key !== undefined,
      servername: tls.servername,
    },
    redirect: { ...settings.redirect, keepHeaders: [...settings.redirect.keepHeaders] },
    maxResponseBytes: settings.maxResponseBytes ?? defaultMaxResponseBytes,
    throwOnStatus: settings.throwOnStatus,
    decompress: settings.decompress,
    http2: options.http2,
    trustEnv: options.trustEnv,
    absoluteUrls: options.absoluteUrls,
    lazyOpen: options.lazyOpen,
    captureStack: options.captureStack,
  };
}
