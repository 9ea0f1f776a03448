import type { Sent, Timings } from '../transport/transport.ts';

/** What one attempt of a call came to; the ledger is `response.attempts` and `error.attempts`. */
export interface AttemptRecord {
  /** From 1. */
  readonly attempt: number;
  /** Milliseconds of back-off before this attempt. */
  readonly delay: number;
  /** Why there was another attempt after an earlier one; `undefined` on the first. */
  readonly reason: string | undefined;
  /** The status that came, where one came. */
  status: number | undefined;
  /** The `code` of the error it ended with, or the name of an error that is not of the tree. */
  error: string | undefined;
  /** Why nothing was tried after it, where a policy decided so. */
  stopped: string | undefined;
  /** How many redirects it followed. */
  redirects: number;
  sent: Sent | undefined;
  reusedSocket: boolean | undefined;
  /** Of its last exchange. */
  timings: Timings | undefined;
  /** Milliseconds from its beginning to its end; `undefined` while it runs. */
  duration: number | undefined;
  /** Remarks, such as an error body that did not fit its schema. */
  readonly notes: string[];
}

const noNotes: readonly string[] = [];
const single: readonly (AttemptRecord | undefined)[] = [undefined];

/** A record as it is begun. */
export class LedgerEntry implements AttemptRecord {
  readonly attempt: number;
  readonly delay: number;
  readonly reason: string | undefined;
  status: number | undefined = undefined;
  error: string | undefined = undefined;
  stopped: string | undefined = undefined;
  redirects = 0;
  sent: Sent | undefined = undefined;
  reusedSocket: boolean | undefined = undefined;
  timings: Timings | undefined = undefined;
  duration: number | undefined = undefined;
  // A copy, because V8 comes to make literals of such a site in the old generation.
  readonly notes: string[] = noNotes.slice();

  constructor(attempt: number, delay: number, reason: string | undefined) {
    this.attempt = attempt;
    this.delay = delay;
    this.reason = reason;
  }
}

/** The ledger of a call that has its first record; a copy for the same reason, and with room for no more, as most calls have one attempt. */
export function ledgerOf(first: AttemptRecord): AttemptRecord[] {
  const ledger = single.slice();
  ledger[0] = first;
  return ledger as AttemptRecord[];
}
