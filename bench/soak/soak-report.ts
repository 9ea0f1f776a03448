/** What a soak left behind. */
export interface SoakReport {
  readonly calls: number;
  /** Bytes that the heap grew by over the calls, garbage collected before and after. */
  readonly heapGrowth: number;
  /** Listeners on the one signal that every call was given. */
  readonly listeners: number;
  /** Timers and sockets of the process once the client was closed. */
  readonly timers: number;
  readonly sockets: number;
}
