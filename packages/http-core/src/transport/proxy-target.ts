import type { Socket } from 'node:net';

/** The far end of a tunnel. */
export interface TunnelEnd {
  /** Without the brackets of an IPv6 literal; a name is looked up by the proxy. */
  readonly hostname: string;
  readonly port: number;
  /** `host:port`; an IPv6 literal keeps its brackets. */
  readonly authority: string;
}

/** Why there is no tunnel. Says nothing secret. */
export interface TunnelFailure {
  /** Goes on after "the proxy host:port ..."; not shown when there is a `proxyStatus`. */
  readonly reason: string;
  /** The status of the proxy's own answer, where it gave one. */
  readonly proxyStatus?: number | undefined;
  /** Whether another attempt may help; yes unless told otherwise, with a 4xx no. */
  readonly retryable?: boolean | undefined;
}

/** Hears once how a tunnel came out. */
export interface TunnelObserver {
  /** From here on the socket carries the bytes of the target and nothing else. */
  opened(): void;
  /** There is no tunnel; whoever dialled destroys the socket. */
  failed(failure: TunnelFailure): void;
}

/**
 * A proxy chosen for one target. The transport connects to the address of `url`, under TLS where its scheme is https,
 * and shares the connection with nobody who has another `url`.
 */
export interface ProxyTarget {
  /** May carry credentials; never reaches a message. Other schemes than http and https have a port. */
  readonly url: URL;
  /**
   * Set for a proxy that takes requests for http in absolute form (RFC 9112, section 3.2.2): the headers they carry for
   * the proxy alone. Without it everything goes through a tunnel, as https always does.
   */
  readonly forwardHeaders?: Readonly<Record<string, string>> | undefined;
  /** Makes a tunnel of a connection to the proxy. Returns what ends the attempt; the observer hears nothing more then. */
  openTunnel(socket: Socket, end: TunnelEnd, observer: TunnelObserver): () => void;
}
