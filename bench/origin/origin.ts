import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Child } from '../measure/child.ts';

/** What the origin's process tells when it listens. */
export interface OriginStarted {
  readonly plain: string;
  readonly tls: string;
  /** PEM of the authority that issued its certificate. */
  readonly authority: string;
}

/** What the origin's process knows of itself. */
export interface OriginReport {
  /** User and system time since its start, in microseconds. */
  readonly cpu: number;
  readonly openSockets: number;
  /** Most sockets at one time since the last report. */
  readonly mostSockets: number;
  /** Requests answered since its start. */
  readonly requests: number;
}

/** The running origin: its addresses, and the file that makes clients trust it. */
export class Origin {
  readonly plain: string;
  readonly tls: string;
  /** For `NODE_EXTRA_CA_CERTS`, which every client obeys. */
  readonly authorityFile: string;
  readonly #child: Child;
  readonly #folder: string;

  private constructor(child: Child, started: OriginStarted, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.plain = started.plain;
    this.tls = started.tls;
    this.authorityFile = join(folder, 'authority.pem');
  }

  static async start(): Promise<Origin> {
    const child = new Child('../origin/origin-process.ts', [], { conditions: ['@x/source'] });
    const started = await child.answer<OriginStarted>();
    const origin = new Origin(child, started, await mkdtemp(join(tmpdir(), 'bench-')));
    await writeFile(origin.authorityFile, started.authority);
    return origin;
  }

  report(): Promise<OriginReport> {
    return this.#child.ask<OriginReport>({});
  }

  /** Waits until every connection is closed, so that the next count begins at nothing. */
  async idle(): Promise<void> {
    while ((await this.report()).openSockets > 0);
  }

  async stop(): Promise<void> {
    this.#child.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
