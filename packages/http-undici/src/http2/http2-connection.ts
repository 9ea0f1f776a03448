import type * as Http2 from 'node:http2';
import type { Socket } from 'node:net';

import { type ConnectionOwner, PooledConnection } from '@x/http-core/transport';

import { sessionOptions } from './http2-options.ts';
import { Http2Place } from './http2-place.ts';

/** Whom a connection tells that it can carry more. */
export interface RoomObserver extends ConnectionOwner {
  hasRoom(connection: Http2Connection): void;
}

/** Bytes that may be on the way before they are read, all streams together. */
const connectionWindow = 16 * 1_048_576;
/** Streams that one connection carries in its life; the protocol has numbers for twice as many. */
const maxStreams = 2 ** 29;

/** A connection that speaks HTTP/2: many streams at a time. In the pool it has one place, and is idle when it has no stream. */
export class Http2Connection extends PooledConnection {
  readonly session: Http2.ClientHttp2Session;
  /** The last stream that the peer has looked at, once it has said GOAWAY. */
  lastStream: number = Infinity;
  readonly #observer: RoomObserver;
  readonly #isForOne: boolean;
  #streams = 0;
  #active = 0;
  // Until the peer's SETTINGS are there.
  #most = 1;
  #isRetired = false;

  constructor(
    http2: typeof Http2,
    origin: string,
    url: URL,
    socket: Socket,
    observer: RoomObserver,
    isForOne: boolean,
  ) {
    super(origin, socket, observer);
    this.#observer = observer;
    this.#isForOne = isForOne;
    this.session = http2.connect(url, sessionOptions(socket));
    // The windows of the streams are the limit; that of all together would be 64 KiB.
    this.session.once('connect', (session) => session.setLocalWindowSize(connectionWindow));
    // The streams of a session that broke hear of it themselves.
    this.session.on('error', () => {});
    this.session.on('close', () => this.destroy());
    this.session.on('goaway', (_code, lastStream) => {
      this.lastStream = lastStream;
      this.retire();
    });
    this.session.on('remoteSettings', ({ maxConcurrentStreams }) => {
      this.#most = isForOne ? 1 : (maxConcurrentStreams ?? Infinity);
      if (this.hasRoom) observer.hasRoom(this);
    });
  }

  /** Whether another stream may start on it, now or later. */
  override get isUsable(): boolean {
    const { session, socket } = this;
    return !this.#isRetired && !session.closed && !session.destroyed && !socket.destroyed;
  }

  /** Whether another stream may start on it now. */
  get hasRoom(): boolean {
    return this.isUsable && this.#active < this.#most;
  }

  /** Takes part of it for one exchange. */
  open(): Http2Place {
    this.#active++;
    const place = new Http2Place(this, this.#streams++);
    if (this.#isForOne || this.#streams >= maxStreams) this.retire();
    return place;
  }

  /** A part that was taken is free again. */
  release(): void {
    this.#active--;
    if (this.hasRoom) this.#observer.hasRoom(this);
    // Who was told may have used it and be done with it by now.
    if (this.#active > 0 || this.isIdle) return;
    if (this.isUsable) this.free();
    else this.destroy();
  }

  /** No more streams; those that are open come to their end. */
  retire(): void {
    this.#isRetired = true;
    if (this.#active === 0) this.destroy();
  }

  override becomeIdle(): void {
    super.becomeIdle();
    this.session.unref();
  }

  override becomeBusy(): void {
    super.becomeBusy();
    this.session.ref();
  }

  override destroy(): void {
    this.session.destroy();
    super.destroy();
  }
}
