import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import type { ConnectionPool } from './connection-pool.ts';
import type { PoolContext } from './connection-seeker.ts';
import type { GotRuntime } from './got-runtime.ts';
import { HttpRun, type RunObserver } from './http-run.ts';
import { NativeConnection } from './native-connection.ts';
import { PooledExchange } from './pooled-exchange.ts';
import { ReceivedResponse } from './received-response.ts';
import type { Sent } from './transport.ts';

/** What the exchanges of a transport share once got is loaded. */
export interface GotContext extends PoolContext {
  readonly runtime: GotRuntime;
}

/** One exchange by way of got. */
export class GotExchange extends PooledExchange implements RunObserver {
  #runtime: GotRuntime | undefined;
  #forceClose = false;
  #run: HttpRun | undefined;
  #response: ReceivedResponse | undefined;

  override start(context: GotContext): void {
    this.#runtime = context.runtime;
    this.#forceClose = context.pool.settings.forceClose;
    super.start(context);
  }

  /** Once the last byte has come, what befalls the connection is of no concern. */
  override failed(error: Error): void {
    if (this.#response?.isComplete !== true) super.failed(error);
  }

  /** As `failed`, also where the parser had seen the end: bytes that were not handed on yet are lost. */
  broke(error: Error): void {
    super.failed(error);
  }

  uploaded(): void {
    if (this.isOver) return;
    this.timings.end('upload');
    if (this.#response === undefined) this.timer.start('headers', this.request.timeouts.headers);
    else this.#response.uploaded();
  }

  head(response: IncomingMessage): void {
    if (this.isOver) return;
    const run = this.#run as HttpRun;
    this.timings.end('headers');
    // A peer that has refused will not take the rest (RFC 9112, section 9.3.1).
    if (run.isUploading && (response.statusCode as number) >= 300) run.stopUpload();
    this.#response = new ReceivedResponse(this, run, response);
    try {
      this.#response.begin();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The body has come to its end. */
  finish(): void {
    const run = this.#run as HttpRun;
    if (run.isReusable) run.connection.markReusable();
    else {
      run.stop();
      run.connection.destroy();
    }
    this.complete();
  }

  protected override get sent(): Sent {
    return this.#run?.sent ?? 'none';
  }

  protected override get responseStarted(): boolean {
    return this.#run?.responseStarted ?? false;
  }

  protected override get isUploaded(): boolean {
    return this.#run?.isUploaded ?? false;
  }

  protected override get hasHead(): boolean {
    return this.#response !== undefined;
  }

  protected override wrap(key: string, socket: Socket, pool: ConnectionPool): NativeConnection {
    return new NativeConnection(key, socket, pool);
  }

  protected override transmit(connection: NativeConnection): void {
    this.#run = new HttpRun(this.#runtime as GotRuntime, this.request, connection, this.#forceClose, this);
    this.#run.start();
  }

  protected override abandon(): void {
    this.#run?.stop();
  }

  protected override failBody(error: unknown): void {
    this.#response?.fail(error);
  }
}
