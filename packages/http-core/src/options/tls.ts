import { checkBoolean, checkKeys, checkText, refusal, refuseConfiguration } from './check.ts';

/** PEM text or bytes. */
export type Pem = string | Uint8Array;

/** The `tls` option. */
export interface TlsOptions {
  /** Whether the peer's certificate is verified. Off is for development only. */
  readonly verify?: boolean | undefined;
  /** Authorities to trust instead of the system's. */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** The client's certificate chain. */
  readonly cert?: Pem | undefined;
  /** The client's private key. */
  readonly key?: Pem | undefined;
  /** The name to ask for and to verify, where it is not the URL's host. */
  readonly servername?: string | undefined;
}

export interface TlsSettings {
  readonly verify: boolean;
  readonly ca: Pem | readonly Pem[] | undefined;
  readonly cert: Pem | undefined;
  readonly key: Pem | undefined;
  readonly servername: string | undefined;
}

export const defaultTls: TlsSettings = Object.freeze({
  verify: true,
  ca: undefined,
  cert: undefined,
  key: undefined,
  servername: undefined,
});

/** Validates `tls` over the defaults; a certificate needs its key. */
export function resolveTls(value: unknown): TlsSettings {
  if (value === undefined) return defaultTls;
  const given = checkKeys(refuseConfiguration, 'tls', value, ['verify', 'ca', 'cert', 'key', 'servername']);
  const { verify, ca, cert, key, servername } = given;
  if ((cert === undefined) !== (key === undefined)) {
    throw refuseConfiguration(
      "Options 'tls.cert' and 'tls.key' belong together, but only one of them is given",
    );
  }
  return Object.freeze({
    verify: verify === undefined ? true : checkBoolean(refuseConfiguration, 'tls.verify', verify),
    ca:
      ca === undefined
        ? undefined
        : Array.isArray(ca)
          ? ca.map((one: unknown) => pem('tls.ca', one))
          : pem('tls.ca', ca),
    cert: cert === undefined ? undefined : pem('tls.cert', cert),
    key: key === undefined ? undefined : pem('tls.key', key),
    servername:
      servername === undefined ? undefined : checkText(refuseConfiguration, 'tls.servername', servername),
  });
}

function pem(name: string, value: unknown): Pem {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string' && value.includes('-----BEGIN')) return value;
  // A path here would be read as a certificate that never matches.
  throw refusal(refuseConfiguration, name, value, 'PEM text or bytes (the content, not a path)');
}
