import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';

import type * as X509 from '@peculiar/x509';

import { loadX509 } from './load-x509.ts';

/** PEM texts, as `tls.createServer` takes them; `cert` holds the intermediates too. */
export interface KeyAndCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate is for. */
export interface IssueOptions {
  /** DNS names and IP addresses of the subject alternative name; default `localhost`, `127.0.0.1` and `::1`. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** For client authentication instead of a server. */
  readonly client?: boolean;
}

/** A certificate authority that lives as long as the process. */
export interface Authority {
  /** Its own certificate, for the `ca` option. */
  readonly cert: string;
  issue(options?: IssueOptions): Promise<KeyAndCertificate>;
  /** An authority below this one; what it issues carries the chain. */
  intermediate(): Promise<Authority>;
}

const day = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Issuer {
  readonly certificate: X509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  /** What a leaf has to send along. */
  readonly chain: string;
}

let count = 0;

/** Issues a certificate below `issuer`, or a self-signed one. */
async function make(
  name: string,
  issuer: Issuer | undefined,
  options: IssueOptions,
  extensions: readonly X509.Extension[],
) {
  const x509 = await loadX509();
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (++count).toString(16).padStart(16, '1'),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: options.notBefore ?? new Date(Date.now() - day),
    notAfter: options.notAfter ?? new Date(Date.now() + 30 * day),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: [...extensions, await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
  return { certificate, keys, key };
}

async function leafExtensions({
  names = ['localhost', '127.0.0.1', '::1'],
  client = false,
}: IssueOptions): Promise<readonly X509.Extension[]> {
  const x509 = await loadX509();
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([
      client ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth,
    ]),
    new x509.SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
    ),
  ];
}

async function authority(name: string, parent: Issuer | undefined): Promise<Authority> {
  const x509 = await loadX509();
  const { certificate, keys } = await make(name, parent, {}, [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  ]);
  const cert = certificate.toString('pem');
  const self: Issuer = { certificate, keys, chain: parent === undefined ? '' : `\n${cert}${parent.chain}` };
  return {
    cert,
    async issue(options = {}) {
      const leaf = await make(
        options.names?.[0] ?? 'localhost',
        self,
        options,
        await leafExtensions(options),
      );
      return { cert: leaf.certificate.toString('pem') + self.chain, key: leaf.key };
    },
    intermediate: () => authority(`${name} intermediate ${++count}`, self),
  };
}

let shared: Promise<Authority> | undefined;

/** The authority of this process, made once. */
export function makeAuthority(): Promise<Authority> {
  return (shared ??= authority('test authority', undefined));
}

/** An authority that no other test trusts. */
export function makeUnknownAuthority(): Promise<Authority> {
  return authority(`unknown authority ${++count}`, undefined);
}

/** A server certificate that is its own issuer. */
export async function selfSigned(options: IssueOptions = {}): Promise<KeyAndCertificate> {
  const { certificate, key } = await make('localhost', undefined, options, await leafExtensions(options));
  return { cert: certificate.toString('pem'), key };
}

/** Of the shared authority, over since yesterday. */
export async function expired(options: IssueOptions = {}): Promise<KeyAndCertificate> {
  const now = Date.now();
  const dates = { notBefore: new Date(now - 30 * day), notAfter: new Date(now - day) };
  return (await makeAuthority()).issue({ ...options, ...dates });
}

/** Of the shared authority, valid from tomorrow. */
export async function notYetValid(options: IssueOptions = {}): Promise<KeyAndCertificate> {
  const now = Date.now();
  const dates = { notBefore: new Date(now + day), notAfter: new Date(now + 30 * day) };
  return (await makeAuthority()).issue({ ...options, ...dates });
}

/** Of the shared authority, for a host that no loopback server is. */
export async function wrongHost(): Promise<KeyAndCertificate> {
  return (await makeAuthority()).issue({ names: ['wrong.example'] });
}
