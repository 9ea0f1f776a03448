import { getEventListeners } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** What a leak check looks at beside the process itself. */
export interface LeakOptions {
  /** Servers whose connections must all be gone; make them before the watch begins, close the client within the case. */
  readonly servers?: readonly { readonly openConnections: number; readonly origin: string }[];
  /** Signals that must be left without `abort` listeners. */
  readonly signals?: readonly AbortSignal[];
}

/** A leak check that has begun. */
export interface LeakWatch {
  /** Rejects with a list of what is left 250 ms from now. */
  check(): Promise<void>;
  /** Stops watching without a verdict. */
  stop(): void;
}

/** How long after a case something may still be there. */
const grace = 250;
/** The test runner reads and writes files and talks to its parent while a case runs. */
const runnersOwn = ['FSReqCallback', 'FSReqPromise', 'Immediate', 'MessagePort', 'WriteWrap'];
/** Node opens them when somebody first asks for them; a pipe of the case's own shows as a descriptor. */
const standardStreams = ['PipeWrap', 'TTYWrap'];
const overlooked = new Set([...runnersOwn, ...standardStreams]);

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) {
    if (!overlooked.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What every open descriptor points to; empty where there is no `/proc`. */
function descriptors(): string[] {
  if (process.platform !== 'linux') return [];
  const links: string[] = [];
  for (const name of readdirSync('/proc/self/fd')) {
    try {
      links.push(readlinkSync(`/proc/self/fd/${name}`));
    } catch {
      // The descriptor of the listing itself.
    }
  }
  return links;
}

/** Records the timers that code under test arms; the runner took the originals aside when it started. */
function recordTimers(): { armed(): number; stop(): void } {
  const timers = new Set<NodeJS.Timeout>();
  const originals = { setTimeout: globalThis.setTimeout, setInterval: globalThis.setInterval };
  const recording = <F extends (...args: never[]) => NodeJS.Timeout>(original: F): F =>
    new Proxy(original, {
      apply(target, self, args) {
        const timer = Reflect.apply(target, self, args) as NodeJS.Timeout;
        timers.add(timer);
        return timer;
      },
    });
  globalThis.setTimeout = recording(originals.setTimeout);
  globalThis.setInterval = recording(originals.setInterval);
  return {
    // A timer without `ref` ends by itself and holds nobody up.
    armed: () => [...timers].filter((timer) => timer.hasRef() && !isOver(timer)).length,
    stop: () => void Object.assign(globalThis, originals),
  };
}

/** Node keeps no public record of it. */
function isOver(timer: NodeJS.Timeout): boolean {
  return (timer as NodeJS.Timeout & { readonly _destroyed: boolean })._destroyed;
}

/** Begins to watch: what is open now may stay open. */
export function leakCheck(options: LeakOptions = {}): LeakWatch {
  const { servers = [], signals = [] } = options;
  const resourcesBefore = countResources();
  const descriptorsBefore = descriptors();
  const timers = recordTimers();
  const alarms: string[] = [];
  const onWarning = (warning: Error) => {
    if (warning.name === 'MaxListenersExceededWarning') alarms.push(`warning: ${warning.message}`);
  };
  const onRejection = (reason: unknown) => void alarms.push(`unhandled rejection: ${String(reason)}`);
  process.on('warning', onWarning);
  process.on('unhandledRejection', onRejection);
  const stop = () => {
    timers.stop();
    process.off('warning', onWarning);
    process.off('unhandledRejection', onRejection);
  };

  const leftovers = (): string[] => {
    const found: string[] = [];
    for (const [name, count] of countResources()) {
      const more = count - (resourcesBefore.get(name) ?? 0);
      if (more > 0) found.push(`${more} more active ${name}`);
    }
    const armed = timers.armed();
    if (armed > 0) found.push(`${armed} armed timers`);
    const open = descriptors();
    if (open.length > descriptorsBefore.length) {
      const news = open.filter((link) => !descriptorsBefore.includes(link));
      found.push(`${open.length - descriptorsBefore.length} more descriptors, new: ${news.join(' ')}`);
    }
    for (const server of servers) {
      if (server.openConnections > 0) found.push(`${server.openConnections} connections at ${server.origin}`);
    }
    for (const [index, signal] of signals.entries()) {
      const count = getEventListeners(signal, 'abort').length;
      if (count > 0) found.push(`${count} abort listeners on signal ${index}`);
    }
    return found;
  };

  const check = async () => {
    const end = performance.now() + grace;
    let found = leftovers();
    while (found.length > 0 && performance.now() < end) {
      // Without `ref`, or it would find itself.
      await delay(5, undefined, { ref: false });
      found = leftovers();
    }
    // Rejections are reported after the microtasks of this turn.
    await delay(0, undefined, { ref: false });
    stop();
    const problems = [...found, ...alarms];
    if (problems.length > 0) throw new Error(`left behind: ${problems.join('; ')}`);
  };
  return { check, stop };
}

/** Runs the case and fails when anything is left 250 ms after it: sockets, timers, listeners, descriptors, warnings. */
export async function expectNothingLeft<T>(run: () => Promise<T>, options: LeakOptions = {}): Promise<T> {
  const watch = leakCheck(options);
  try {
    const value = await run();
    await watch.check();
    return value;
  } finally {
    watch.stop();
  }
}
