import { contenders, type Fetch } from './contenders.ts';

/** What the parent asks for: so many calls, so many at a time. */
export interface Round {
  readonly calls: number;
  readonly concurrency: number;
}

/** What one round cost this process. */
export interface Figures {
  /** User and system time per call, in microseconds. */
  readonly cpu: number;
  readonly callsPerSecond: number;
}

const [name = '', url = ''] = process.argv.slice(2);
const fetchOnce = await (contenders[name] as (url: string) => Promise<Fetch>)(url);

async function measure({ calls, concurrency }: Round): Promise<Figures> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await fetchOnce();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / calls, callsPerSecond: (calls * 1000) / (performance.now() - startedAt) };
}

process.on('message', (round: Round) => {
  void measure(round).then((figures) => process.send?.(figures));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
