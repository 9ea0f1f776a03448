import { readFileSync } from 'node:fs';
import type * as Tls from 'node:tls';
import type { SecureContext } from 'node:tls';

import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Pem, TlsSettings } from '../options/tls.ts';

/** TLS sessions kept for resumption at most. */
const maxSessions = 100;
const http1Only: readonly string[] = ['http/1.1'];

/** Trust, client certificate and sessions of one transport; made on the first TLS connection. */
export class TlsContext {
  readonly settings: TlsSettings;
  /** What is offered to the peer of a route, best first (ALPN, RFC 7301). */
  readonly protocols: (routeKey: string) => readonly string[];
  readonly #certificateFile: string | undefined;
  readonly #sessions = new Map<string, Buffer>();
  #context: SecureContext | undefined;

  constructor(
    settings: TlsSettings,
    certificateFile: string | undefined,
    protocols: TlsContext['protocols'] = () => http1Only,
  ) {
    this.settings = settings;
    this.protocols = protocols;
    this.#certificateFile = certificateFile;
  }

  /** Throws `ConfigurationError` for certificates that cannot be read. */
  secureContext(tls: typeof Tls): SecureContext {
    return (this.#context ??= this.#make(tls));
  }

  session(key: string): Buffer | undefined {
    return this.#sessions.get(key);
  }

  keepSession(key: string, session: Buffer): void {
    this.#sessions.delete(key);
    if (this.#sessions.size >= maxSessions) {
      for (const oldest of this.#sessions.keys()) {
        this.#sessions.delete(oldest);
        break;
      }
    }
    this.#sessions.set(key, session);
  }

  dropSession(key: string): void {
    this.#sessions.delete(key);
  }

  #make(tls: typeof Tls): SecureContext {
    const { ca, cert, key } = this.settings;
    const authorities = ca ?? this.#readCertificateFile();
    try {
      return tls.createSecureContext({
        ca: authorities === undefined ? undefined : pemList(authorities),
        cert: cert === undefined ? undefined : pemBytes(cert),
        key: key === undefined ? undefined : pemBytes(key),
        minVersion: 'TLSv1.2',
        maxVersion: undefined,
        // Own properties, so that a polluted Object.prototype weakens nothing.
        ciphers: undefined,
        crl: undefined,
        dhparam: undefined,
        ecdhCurve: undefined,
        passphrase: undefined,
        pfx: undefined,
        secureOptions: undefined,
        secureProtocol: undefined,
        sessionIdContext: undefined,
        sigalgs: undefined,
        ticketKeys: undefined,
        allowPartialTrustChain: undefined,
        privateKeyEngine: undefined,
        privateKeyIdentifier: undefined,
        clientCertEngine: undefined,
        honorCipherOrder: undefined,
        sessionTimeout: undefined,
      });
    } catch (error) {
      const source = ca === undefined && this.#certificateFile !== undefined ? 'SSL_CERT_FILE' : "'tls.ca'";
      const names = cert === undefined ? source : `${source}, 'tls.cert' and 'tls.key'`;
      throw new ConfigurationError(`Cannot use the certificates of ${names}: ${(error as Error).message}`);
    }
  }

  #readCertificateFile(): Buffer | undefined {
    const file = this.#certificateFile;
    if (file === undefined) return undefined;
    let content: Buffer;
    try {
      content = readFileSync(file);
    } catch (error) {
      throw new ConfigurationError(`Cannot read the file of SSL_CERT_FILE: ${(error as Error).message}`);
    }
    if (content.includes('-----BEGIN')) return content;
    throw new ConfigurationError(`The file of SSL_CERT_FILE holds no PEM certificate: ${file}`);
  }
}

function pemList(pem: Pem | readonly Pem[]): (string | Buffer)[] {
  return typeof pem === 'string' || pem instanceof Uint8Array ? [pemBytes(pem)] : pem.map(pemBytes);
}

function pemBytes(pem: Pem): string | Buffer {
  return typeof pem === 'string' ? pem : Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength);
}
