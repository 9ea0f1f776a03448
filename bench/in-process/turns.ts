/** Does something so many times. */
export type Turn = (runs: number) => void | Promise<void>;

/** How many rounds are measured, and how many runs each contender has in one. */
export interface TurnOptions {
  readonly rounds: number;
  readonly runs: number;
}

/**
 * Microseconds of CPU per run, by contender and round. The contenders take turns within this process, the first of one
 * round being the last of the next, so that neither drift nor another's garbage meets one of them alone; some rounds
 * before, which do not count, are for the compiler.
 */
export async function takeTurns(
  contenders: readonly Turn[],
  { rounds, runs }: TurnOptions,
): Promise<readonly (readonly number[])[]> {
  const figures = contenders.map((): number[] => []);
  const inOrder = contenders.map((turn, index) => ({ turn, own: figures[index] }));
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
    for (const { turn, own } of round % 2 === 0 ? inOrder : inOrder.toReversed()) {
      const before = process.cpuUsage();
      await turn(runs);
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) own?.push((user + system) / runs);
    }
  }
  return figures;
}

/** A turn of calls that are awaited one after the other. */
export function awaited(call: () => Promise<unknown>): Turn {
  return async (runs) => {
    for (let run = 0; run < runs; run++) await call();
  };
}
