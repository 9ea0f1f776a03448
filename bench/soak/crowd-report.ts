/** What many calls at once came to. */
export interface CrowdReport {
  readonly calls: number;
  /** Calls that brought their document. */
  readonly fulfilled: number;
  /** The first failure, if there was one. */
  readonly failure: string | undefined;
  /** Bytes that the process grew by at its largest. */
  readonly growth: number;
}
