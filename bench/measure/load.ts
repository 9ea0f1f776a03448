import { quantile } from './statistics.ts';

/** What one round cost the process that ran it. */
export interface Figures {
  readonly calls: number;
  /** User and system time per call, garbage collection included, in microseconds. */
  readonly cpu: number;
  readonly callsPerSecond: number;
  /** Milliseconds from a call to its parsed answer. */
  readonly p50: number;
  readonly p99: number;
}

/** A load of constant width: so many calls at a time, each followed by the next. */
export class Load {
  readonly #call: () => Promise<unknown>;
  readonly #inFlight: number;

  constructor(call: () => Promise<unknown>, inFlight: number) {
    this.#call = call;
    this.#inFlight = inFlight;
  }

  /**
   * Runs for so many milliseconds of CPU, unmeasured: by the clock a busy machine would leave the code cold. Resolves to
   * the calls per second of CPU in the second half.
   */
  async warmUp(milliseconds: number): Promise<number> {
    const half = async (): Promise<number> => {
      const usage = process.cpuUsage();
      const used = (): number => {
        const { user, system } = process.cpuUsage(usage);
        return (user + system) / 1_000;
      };
      let calls = 0;
      let isOver = false;
      await this.#run(() => {
        // To ask costs a few per cent of a call.
        if (!isOver && calls % this.#inFlight === 0) isOver = calls > 0 && used() >= milliseconds / 2;
        if (!isOver) calls++;
        return !isOver;
      });
      return (calls * 1_000) / used();
    };
    await half();
    return half();
  }

  /** Runs so many calls and measures them; some before, which are not, open the connections that were closed since. */
  async measure(calls: number): Promise<Figures> {
    let before = this.#inFlight * 2;
    await this.#run(() => before-- > 0);
    const latencies = new Float64Array(calls);
    let started = 0;
    let ended = 0;
    const startedAt = performance.now();
    const usage = process.cpuUsage();
    await this.#run(
      () => started++ < calls,
      (latency) => (latencies[ended++] = latency),
    );
    const { user, system } = process.cpuUsage(usage);
    const milliseconds = performance.now() - startedAt;
    latencies.sort();
    return {
      calls,
      cpu: (user + system) / calls,
      callsPerSecond: (calls * 1_000) / milliseconds,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
    };
  }

  async #run(goesOn: () => boolean, onLatency?: (milliseconds: number) => void): Promise<void> {
    const worker = async (): Promise<void> => {
      while (goesOn()) {
        const startedAt = performance.now();
        await this.#call();
        onLatency?.(performance.now() - startedAt);
      }
    };
    await Promise.all(Array.from({ length: this.#inFlight }, worker));
  }
}
