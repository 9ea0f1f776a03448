import type { KeyAndCertificate } from '../../fault-server/certificates.ts';

/** What a transport is held to; one that cannot do it says why, and the guards of it are skipped with that reason. */
export type TransportAbility =
  /** One exchange and no more: no retry, no redirect, no status error. */
  | 'exchange'
  /** Every status for an answer, 407 included. */
  | 'statuses'
  /** Every line of the headers, those of one name in their order. */
  | 'header-lines'
  /** Headers as they came: their order and spelling. */
  | 'raw-head'
  /** Bodies as they came: nothing decompressed. */
  | 'raw-body'
  /** Interim responses passed over, a flood of them refused. */
  | 'interim'
  /** On the wire the headers that were given and `host`, nothing else. */
  | 'wire-head'
  /** Bytes with their length, sources without one in chunks. */
  | 'framing'
  /** A source with the length that was announced for it, and no other. */
  | 'source-length'
  /** The very error of a source. */
  | 'source-error'
  /** A source read no faster than the peer takes it. */
  | 'upload'
  /** An answer that comes before the end of the request. */
  | 'early-answer'
  /** Bytes sent told while they go. */
  | 'progress'
  /** Bodies collected, up to a limit. */
  | 'collect'
  /** A declared length beyond the limit refused before the body comes. */
  | 'declared-length'
  /** Unread bodies: back-pressure, destroy. */
  | 'stream'
  /** Failures told apart by class and reason. */
  | 'failures'
  /** What is not HTTP told apart by class and reason. */
  | 'malformed'
  /** How much was sent, on errors. */
  | 'sent'
  /** What an abort says about how far the exchange had come. */
  | 'evidence'
  /** An abort ends the exchange within 250 ms, with its very reason. */
  | 'abort'
  /** Limits of the phases beyond that of the head. */
  | 'timeouts'
  /** The limit for the head. */
  | 'headers-timeout'
  /** Where the time went. */
  | 'timings'
  /** Connections used again, and told to be. */
  | 'reuse'
  /** No more connections than allowed; waiting in line. */
  | 'pool'
  /** `close` ends idle and busy connections, and nothing is left. */
  | 'close'
  /** Unmoved by a polluted Object.prototype. */
  | 'pollution'
  /** Certificates verified against `tls.ca` of the client. */
  | 'tls'
  /** Requests through a proxy; asked only of transports with the feature. */
  | 'proxy';

/** A server certificate for 127.0.0.1 and the authority it is of, as PEM texts. */
export interface TestCertificate extends KeyAndCertificate {
  readonly ca: string;
}

/** What a transport cannot do, and what the suite needs beyond it. */
export interface TransportLimits {
  /** Abilities that it lacks, each with the reason that the skipped tests show. */
  readonly cannot?: Readonly<Partial<Record<TransportAbility, string>>>;
  /** Makes the certificate of the TLS guards; without it they are skipped. */
  readonly certificate?: () => Promise<TestCertificate>;
}
