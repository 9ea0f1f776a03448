import type { Socket } from 'node:net';

import { InvalidRequestError, type Sent } from '@x/http-core';
import {
  type Carrier,
  type ConnectionSource,
  type PoolContext,
  PooledExchange,
} from '@x/http-core/transport';
import type { Dispatcher } from 'undici';

import type { DispatchOptions } from './dispatch-options.ts';
import { RequestBody } from './request-body.ts';
import { UndiciConnection } from './undici-connection.ts';
import type { UndiciRuntime } from './undici-runtime.ts';
import { wireError } from './wire-error.ts';

/** What the exchanges of a transport share once undici is loaded. */
export interface UndiciContext extends PoolContext {
  readonly runtime: UndiciRuntime;
  readonly options: DispatchOptions;
}

/** The request of an exchange by way of undici, and what befalls it there. */
export abstract class UndiciSender extends PooledExchange {
  #context: UndiciContext | undefined = undefined;
  #connection: UndiciConnection | undefined = undefined;
  #body: RequestBody | undefined = undefined;
  #isStarted = false;
  #isUploaded = false;
  /** What undici lets its handler do; let go of at the end. */
  protected controller: Dispatcher.DispatchController | undefined = undefined;

  /** There is nothing left to send: whoever waits for the rest of a response has a limit of its own. */
  protected abstract startIdle(): void;

  override start(context: UndiciContext): void {
    this.#context = context;
    super.start(context);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#isStarted = true;
    this.controller = controller;
    this.#connection?.heads.begin();
  }

  onRequestSent(): void {
    if (this.isOver || this.#isUploaded) return;
    this.#isUploaded = true;
    this.timings.end('upload');
    if (this.#body === undefined) return;
    this.#body.finished();
    if (this.hasHead) this.startIdle();
    else this.timer.start('headers', this.request.timeouts.headers);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.isOver) return;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
      this.fail(new InvalidRequestError(`undici would not send the request: ${error.message}`));
    } else if (this.#isStarted) this.broke(error);
    else this.#lostIdle();
  }

  /** The connection broke under the request, or what came is not HTTP. */
  broke(error: Error): void {
    // What was not sent yet may go another way; undici says so.
    if (!this.#isStarted) return;
    if (error.message === 'bad upgrade') this.refuseUpgrade();
    else this.failed(wireError(error, this.hasHead));
  }

  /** The one that carries it; asked once there is one. */
  protected get connection(): UndiciConnection {
    return this.#connection as UndiciConnection;
  }

  protected override get sent(): Sent {
    if (this.#isUploaded) return 'complete';
    return this.#body?.hasBegun === true ? 'partial' : 'none';
  }

  protected override get isUploaded(): boolean {
    return this.#isUploaded;
  }

  /** Whether the rest of the request is on its way still. */
  protected get isUploading(): boolean {
    return !this.#isUploaded && this.#body?.isStopped === false;
  }

  protected refuseUpgrade(): void {
    this.violated('upgrade', 'The server switched protocols unasked (101)');
  }

  protected override wrap(key: string, socket: Socket, pool: ConnectionSource): Carrier {
    return new UndiciConnection((this.#context as UndiciContext).runtime, key, socket, pool);
  }

  protected override transmit(connection: UndiciConnection): void {
    this.#connection = connection;
    connection.observer = this;
    const { request } = this;
    const { body, contentLength } = request;
    if (body !== undefined) this.#body = new RequestBody(body, contentLength, connection.socket, this);
    const { options } = this.#context as UndiciContext;
    const handler = this as Dispatcher.DispatchHandler;
    connection.client.dispatch(options.of(request, this.#body?.content), handler);
    this.#body?.start();
  }

  /** Sends no more of the body. */
  protected override abandon(): void {
    this.#body?.stop();
  }

  /** The peer closed the connection in the moment it was to be used again: nothing was sent. */
  #lostIdle(): void {
    this.connection.destroy();
    this.#connection = undefined;
    this.claimAnother();
  }
}
